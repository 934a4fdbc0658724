-- Jobs are listed newest first, by what is asked for.
CREATE INDEX ix_jobs_status ON jobs(status, job_id);
CREATE INDEX ix_visits_store_job ON visits(store_id, job_id);

-- The failures of a job are paged in the order of its images.
CREATE INDEX ix_image_results_failures ON image_results(job_id, visit_no, image_no) WHERE reason IS NOT NULL;
DROP INDEX ix_image_results_failed;
