-- The errors of a job are told from its failures alone, however many images were measured.
CREATE INDEX IF NOT EXISTS ix_image_results_failed ON image_results(job_id) WHERE reason IS NOT NULL;
