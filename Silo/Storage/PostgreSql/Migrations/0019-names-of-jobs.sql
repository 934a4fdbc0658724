-- What clients call their jobs, visits, and images.
ALTER TABLE jobs ADD COLUMN label text;
CREATE INDEX ix_jobs_label ON jobs(label, job_id) WHERE label IS NOT NULL;
ALTER TABLE visits ADD COLUMN reference text;
ALTER TABLE visits ADD COLUMN image_references text[];
CREATE TABLE job_metadata(
  job_id bigint NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (job_id, key));
CREATE INDEX ix_job_metadata_pairs ON job_metadata(key, value, job_id);
