-- What clients call their jobs, visits, and images.
ALTER TABLE jobs ADD COLUMN label text;
CREATE INDEX ix_jobs_label ON jobs(label text_pattern_ops, job_id) WHERE label IS NOT NULL;
ALTER TABLE visits ADD COLUMN reference text;
ALTER TABLE visits ADD COLUMN image_references text[];
CREATE TABLE job_metadata(
  job_id bigint NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (job_id, key));
CREATE INDEX ix_job_metadata_pairs ON job_metadata(key, value, job_id);

-- Who submitted a job, and who retried it when. Earlier retries of a job are known by the times of their images' runs.
ALTER TABLE jobs ADD COLUMN submitted_by text;
CREATE TABLE job_retries(
  job_id bigint NOT NULL,
  run integer NOT NULL,
  requested_at timestamptz NOT NULL,
  requested_by text,
  images bigint NOT NULL,
  visit_no integer,
  image_no integer,
  PRIMARY KEY (job_id, run));
INSERT INTO job_retries(job_id, run, requested_at, images, visit_no, image_no)
SELECT job_id, row_number() OVER (PARTITION BY job_id ORDER BY requested_at), requested_at, count(*),
  CASE WHEN count(image_url) > 0 THEN min(visit_no) END, CASE WHEN count(image_url) > 0 THEN min(image_no) END
FROM retries GROUP BY job_id, requested_at;
