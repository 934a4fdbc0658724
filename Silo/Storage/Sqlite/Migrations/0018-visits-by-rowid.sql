-- A search in a table without rowid loads whole rows once their URLs exceed a page. This table is searched through indexes, whose entries are
-- small, and the URLs come last, so that other columns are read without them.
CREATE TABLE visits_by_rowid(
  job_id INTEGER NOT NULL REFERENCES jobs,
  visit_no INTEGER NOT NULL,
  store_id TEXT NOT NULL,
  visit_time TEXT NOT NULL,
  visit_date TEXT NULL,
  images INTEGER NOT NULL,
  image_urls TEXT NOT NULL,
  dated TEXT GENERATED ALWAYS AS (ifnull(visit_date, '')) VIRTUAL,
  UNIQUE(job_id, visit_no)) STRICT;
INSERT INTO visits_by_rowid(job_id, visit_no, store_id, visit_time, visit_date, images, image_urls)
SELECT job_id, visit_no, store_id, visit_time, visit_date, images, image_urls FROM visits ORDER BY job_id, visit_no;
DROP TABLE visits;
ALTER TABLE visits_by_rowid RENAME TO visits;
CREATE INDEX ix_visits_timeline ON visits(store_id, dated, job_id, visit_no);
