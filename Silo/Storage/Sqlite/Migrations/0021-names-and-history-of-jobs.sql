-- What clients call their jobs, visits, and images.
ALTER TABLE jobs ADD COLUMN label TEXT NULL;
CREATE INDEX ix_jobs_label ON jobs(label) WHERE label IS NOT NULL;
ALTER TABLE visits ADD COLUMN reference TEXT NULL;
ALTER TABLE visits ADD COLUMN image_references TEXT NULL;
CREATE TABLE job_metadata(
  job_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY(job_id, key)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_job_metadata_pairs ON job_metadata(key, value, job_id);

-- Who submitted a job, and who retried it when. Earlier retries of a job are known by the times of their images' runs.
ALTER TABLE jobs ADD COLUMN submitted_by TEXT NULL;
CREATE TABLE job_retries(
  job_id INTEGER NOT NULL,
  run INTEGER NOT NULL,
  requested_at TEXT NOT NULL,
  requested_by TEXT NULL,
  images INTEGER NOT NULL,
  visit_no INTEGER NULL,
  image_no INTEGER NULL,
  PRIMARY KEY(job_id, run)) STRICT, WITHOUT ROWID;
INSERT INTO job_retries(job_id, run, requested_at, images, visit_no, image_no)
SELECT job_id, row_number() OVER (PARTITION BY job_id ORDER BY requested_at), requested_at, count(*),
  CASE WHEN count(image_url) > 0 THEN min(visit_no) END, CASE WHEN count(image_url) > 0 THEN min(image_no) END
FROM retries GROUP BY job_id, requested_at;
