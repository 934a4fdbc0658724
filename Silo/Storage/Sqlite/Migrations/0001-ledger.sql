-- The facts. Anyone may read them; only RetailPulse writes them.
CREATE TABLE IF NOT EXISTS jobs(
  job_id INTEGER PRIMARY KEY,
  submitted_at TEXT NOT NULL,
  visits INTEGER NOT NULL,
  images INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'ongoing',
  ended_at TEXT NULL) STRICT;
CREATE INDEX IF NOT EXISTS ix_jobs_unfinished ON jobs(job_id) WHERE ended_at IS NULL;

CREATE TABLE IF NOT EXISTS visits(
  job_id INTEGER NOT NULL REFERENCES jobs,
  visit_no INTEGER NOT NULL,
  store_id TEXT NOT NULL,
  visit_time TEXT NOT NULL,          -- as the client sent it
  visit_date TEXT NULL,              -- the same in UTC, when it is a date
  image_urls TEXT NOT NULL,          -- a JSON array
  images INTEGER NOT NULL,
  PRIMARY KEY(job_id, visit_no)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ix_visits_store ON visits(store_id, visit_date);

CREATE TABLE IF NOT EXISTS image_results(
  job_id INTEGER NOT NULL,
  visit_no INTEGER NOT NULL,
  image_no INTEGER NOT NULL,
  run INTEGER NOT NULL,              -- 0, then one more for every retry of the job
  reason TEXT NULL,                  -- NULL when measured
  format TEXT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  perimeter INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  attempts INTEGER NOT NULL,         -- 0 when the image was never tried
  earlier_failures TEXT NULL,        -- a JSON array: why each attempt before the last failed
  elapsed_ms INTEGER NOT NULL,
  finished_at TEXT NOT NULL,
  silo TEXT NOT NULL,
  PRIMARY KEY(job_id, visit_no, image_no, run)) STRICT, WITHOUT ROWID;
