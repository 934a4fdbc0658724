-- The failures of all jobs by when they happened. Measured images have no entry, so that recording them costs what it did.
CREATE INDEX ix_image_results_failed_times ON image_results(finished_at, job_id, visit_no, image_no, run) WHERE reason IS NOT NULL;
