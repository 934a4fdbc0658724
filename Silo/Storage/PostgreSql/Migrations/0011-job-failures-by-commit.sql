-- Orders the failures of a job as they came to be seen: the transaction that recorded each. A reader stops before the oldest transaction that is still under
-- way, so that nothing is committed later before what he has read. 0 before this schema, NULL for what was measured since.
ALTER TABLE image_results ADD COLUMN commit_no xid8 NULL DEFAULT '0';
ALTER TABLE image_results ALTER COLUMN commit_no SET DEFAULT pg_current_xact_id();

-- The failures of a job in that order, for those who listen to it. Beside ix_image_results_failures, which pages them by place.
CREATE INDEX ix_image_results_failed_commits ON image_results(job_id, commit_no, visit_no, image_no, run) WHERE reason IS NOT NULL;
DROP INDEX ix_image_results_failed_at;

-- The server whose transactions those are, by its system identifier: on another one, to which a dump was restored, their numbers mean nothing.
CREATE TABLE commit_origin(server bigint NOT NULL);
