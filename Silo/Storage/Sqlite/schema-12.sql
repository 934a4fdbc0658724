-- Where images are looked up by their bytes. They are entered when their job ends, in order: entered with each result, at a random place, each would
-- change a page of its own, which cost a seventh of the throughput. An entry tells only where to look: the image there has the whole hash.
CREATE TABLE content_hashes(
  hash_start INTEGER NOT NULL,       -- the first 8 bytes of content_hash, as a signed number: in half the space it is all but unique
  job_id INTEGER NOT NULL,
  visit_no INTEGER NOT NULL,
  image_no INTEGER NOT NULL,
  PRIMARY KEY(hash_start, job_id, visit_no, image_no)) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO content_hashes(hash_start, job_id, visit_no, image_no)
SELECT hash_start(content_hash), job_id, visit_no, image_no FROM image_results WHERE content_hash IS NOT NULL ORDER BY 1, 2, 3, 4;
DROP INDEX ix_image_results_content;
