-- Orders the failures of a job as they were committed: each has a greater number than those committed before it. 0 for what was measured, and before
-- this schema.
ALTER TABLE image_results ADD COLUMN commit_no INTEGER NOT NULL DEFAULT 0;

-- The failures of a job in that order, for those who listen to it. Beside ix_image_results_failed, which pages them by place.
CREATE INDEX ix_image_results_failed_commits ON image_results(job_id, commit_no, visit_no, image_no, run) WHERE reason IS NOT NULL;
DROP INDEX ix_image_results_failed_at;
