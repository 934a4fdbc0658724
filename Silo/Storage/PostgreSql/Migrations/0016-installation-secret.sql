-- What this installation drew at random once, for all of its processes; the first one to start puts it in. Hashes of content are made with it.
CREATE TABLE installation(
  id integer NOT NULL PRIMARY KEY CHECK (id = 1),
  secret bytea NOT NULL CHECK (length(secret) = 32));

-- Anybody could compute the hashes that there were, and forge images of one hash. They go; an image that is measured from now on has a new one.
-- A column that is dropped and added again costs no rewriting of the table.
ALTER TABLE image_results DROP COLUMN content_hash;
ALTER TABLE image_results ADD COLUMN content_hash bytea NULL;
UPDATE jobs SET hashes_due = false WHERE hashes_due;

-- An image is looked up among those of its own tenant.
DROP TABLE content_hashes;
CREATE TABLE content_hashes(
  tenant text NOT NULL,
  hash_start bigint NOT NULL,        -- the first 8 bytes of content_hash, as a signed number: in half the space it is all but unique
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  image_no integer NOT NULL,
  PRIMARY KEY(tenant, hash_start, job_id, visit_no, image_no));
