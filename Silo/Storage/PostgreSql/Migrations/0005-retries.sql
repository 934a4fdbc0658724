-- Images of ended jobs that are tried anew: each has one more result to come, of this run. The submitted images' own run is 0.
CREATE TABLE retries(
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  image_no integer NOT NULL,
  run integer NOT NULL,
  image_url text NULL,               -- when it was amended: from this run on, instead of the one before
  requested_at timestamptz NOT NULL,
  PRIMARY KEY(job_id, visit_no, image_no, run));
