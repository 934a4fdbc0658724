-- Numbers the transactions that record events, across all jobs: each has a greater number than those committed before it. Begins after the numbers that
-- each job counted by itself before this schema.
CREATE TABLE commits(last INTEGER NOT NULL) STRICT;
INSERT INTO commits SELECT ifnull(max(commit_no), 0) FROM image_results WHERE reason IS NOT NULL;

-- What happened to jobs, in that order: submitted, retried, ended. A transaction records at most one event of a job. images counts those that are retried.
CREATE TABLE job_events(
  commit_no INTEGER NOT NULL,
  job_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  run INTEGER NOT NULL,
  at TEXT NOT NULL,
  images INTEGER NOT NULL,
  status TEXT NULL,
  measured INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  PRIMARY KEY(commit_no, job_id)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_job_events_job ON job_events(job_id);

-- The failures of all jobs in that order. Measured images have no entry, so that recording them costs what it did.
CREATE INDEX ix_image_results_failed_order ON image_results(commit_no, job_id, visit_no, image_no, run) WHERE reason IS NOT NULL;

-- When the attempts before the last one ended, and how long each took: a JSON array of pairs, of the same length as earlier_failures. NULL if there are
-- none, and for results that were recorded before this schema.
ALTER TABLE image_results ADD COLUMN earlier_attempts TEXT NULL;

-- The results that each silo recorded in each minute.
CREATE TABLE throughput(
  minute TEXT NOT NULL,
  silo TEXT NOT NULL,
  images INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  PRIMARY KEY(minute, silo)) STRICT, WITHOUT ROWID;
