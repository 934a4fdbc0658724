-- Every version of the store master that was in force; the newest one is.
CREATE TABLE store_masters(
  version integer PRIMARY KEY,       -- from 1, without gaps
  source text NOT NULL,              -- 'file' or 'upload'
  stores integer NOT NULL,
  loaded_at timestamptz NOT NULL,
  sha256 text NOT NULL,              -- of the CSV, in lower-case hexadecimal
  csv bytea NOT NULL);

-- The visits of a store in order, those without a date first; in one piece, so that a page begins anywhere.
CREATE INDEX ix_visits_timeline ON visits(store_id, coalesce(visit_date, '-infinity'), job_id, visit_no);
DROP INDEX ix_visits_store;
