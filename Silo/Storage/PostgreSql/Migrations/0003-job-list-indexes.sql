-- Jobs are listed newest first, also those of one status. Those of one store are found by ix_visits_store: another index would make every
-- submission dearer.
CREATE INDEX ix_jobs_status ON jobs(status, job_id);

-- The failures of a job are paged in the order of its images.
CREATE INDEX ix_image_results_failures ON image_results(job_id, visit_no, image_no) WHERE reason IS NOT NULL;
DROP INDEX ix_image_results_failed;
