-- Every version of the store master that was in force; the newest one is.
CREATE TABLE store_masters(
  version INTEGER PRIMARY KEY,       -- from 1, without gaps
  source TEXT NOT NULL,              -- 'file' or 'upload'
  stores INTEGER NOT NULL,
  loaded_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,              -- of the CSV, in lower-case hexadecimal
  csv BLOB NOT NULL) STRICT;

-- The visits of a store in order, those without a date first. A column, because an expression's index is not entered in the middle of a page.
ALTER TABLE visits ADD COLUMN dated TEXT GENERATED ALWAYS AS (ifnull(visit_date, '')) VIRTUAL;
CREATE INDEX ix_visits_timeline ON visits(store_id, dated, job_id, visit_no);
DROP INDEX ix_visits_store;
