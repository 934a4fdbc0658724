-- Where images are looked up by their bytes. They are entered when their job ends, in order: entered with each result, at a random place, each would
-- change a page of its own, which cost a seventh of the throughput. An entry tells only where to look: the image there has the whole hash.
CREATE TABLE content_hashes(
  hash_start bigint NOT NULL,        -- the first 8 bytes of content_hash, as a signed number: in half the space it is all but unique
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  image_no integer NOT NULL,
  PRIMARY KEY(hash_start, job_id, visit_no, image_no));

INSERT INTO content_hashes(hash_start, job_id, visit_no, image_no)
SELECT ('x' || encode(substring(content_hash FROM 1 FOR 8), 'hex'))::bit(64)::bigint, job_id, visit_no, image_no
FROM image_results WHERE content_hash IS NOT NULL ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING;
DROP INDEX ix_image_results_content;
