-- Images of ended jobs that are tried anew: each has one more result to come, of this run. The submitted images' own run is 0.
CREATE TABLE retries(
  job_id INTEGER NOT NULL,
  visit_no INTEGER NOT NULL,
  image_no INTEGER NOT NULL,
  run INTEGER NOT NULL,
  image_url TEXT NULL,               -- when it was amended: from this run on, instead of the one before
  requested_at TEXT NOT NULL,
  PRIMARY KEY(job_id, visit_no, image_no, run)) STRICT, WITHOUT ROWID;
