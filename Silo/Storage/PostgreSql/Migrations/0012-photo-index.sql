-- Where images are looked up by their bytes. They are entered behind the end of their job, many at once and in order: entered with each result, at a
-- random place, each would change a page of its own, which took a seventh of the throughput. An entry tells only where to look: the image there has
-- the whole hash.
CREATE TABLE content_hashes(
  hash_start bigint NOT NULL,        -- the first 8 bytes of content_hash, as a signed number: in half the space it is all but unique
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  image_no integer NOT NULL,
  PRIMARY KEY(hash_start, job_id, visit_no, image_no));
DROP INDEX ix_image_results_content;

-- Jobs that have ended, and whose images are still to be entered: all of them, to begin with.
ALTER TABLE jobs ADD COLUMN hashes_due boolean NOT NULL DEFAULT false;
UPDATE jobs SET hashes_due = true WHERE ended_at IS NOT NULL;
CREATE INDEX ix_jobs_hashes_due ON jobs(job_id) WHERE hashes_due;
