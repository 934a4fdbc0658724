-- What happened to jobs, in the order in which it came to be seen: submitted, retried, ended. A transaction records at most one event of a job. images
-- counts those that are retried.
CREATE TABLE job_events(
  commit_no xid8 NOT NULL DEFAULT pg_current_xact_id(),
  job_id bigint NOT NULL,
  kind text NOT NULL,
  run integer NOT NULL,
  at timestamptz NOT NULL,
  images bigint NOT NULL DEFAULT 0,
  status text NULL,
  measured bigint NOT NULL DEFAULT 0,
  failed bigint NOT NULL DEFAULT 0,
  PRIMARY KEY(commit_no, job_id));
CREATE INDEX ix_job_events_job ON job_events(job_id);

-- The failures of all jobs in that order. Measured images have no entry, so that recording them costs what it did. Only a query that repeats the second
-- condition can use the index: for the failures of one job, the planner could otherwise choose it over the index that begins with the job.
CREATE INDEX ix_image_results_failed_order ON image_results(commit_no, job_id, visit_no, image_no, run) WHERE reason IS NOT NULL AND commit_no > '0';

-- When the attempts before the last one ended, and how long each took: a JSON array of pairs, of the same length as earlier_failures. NULL if there are
-- none, and for results that were recorded before this schema.
ALTER TABLE image_results ADD COLUMN earlier_attempts json NULL;

-- The results that each silo recorded in each minute.
CREATE TABLE throughput(
  minute timestamptz NOT NULL,
  silo text NOT NULL,
  images bigint NOT NULL,
  failed bigint NOT NULL,
  PRIMARY KEY(minute, silo));
