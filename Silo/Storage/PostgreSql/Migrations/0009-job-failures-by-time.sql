-- The failures of a job in the order in which they happened, for those who listen to it. Beside ix_image_results_failures, which pages them by place.
CREATE INDEX ix_image_results_failed_at ON image_results(job_id, finished_at, visit_no, image_no, run) WHERE reason IS NOT NULL;
