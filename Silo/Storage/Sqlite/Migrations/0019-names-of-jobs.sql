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
