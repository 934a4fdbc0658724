-- What this installation drew at random once, for all of its processes; the first one to start puts it in. Hashes of content are made with it.
CREATE TABLE installation(
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  secret BLOB NOT NULL CHECK (length(secret) = 32)) STRICT;

-- Anybody could compute the hashes that there were, and forge images of one hash. They go; an image that is measured from now on has a new one.
UPDATE image_results SET content_hash = NULL WHERE content_hash IS NOT NULL;
UPDATE jobs SET hashes_due = 0 WHERE hashes_due = 1;

-- An image is looked up among those of its own tenant.
DROP TABLE content_hashes;
CREATE TABLE content_hashes(
  tenant TEXT NOT NULL,
  hash_start INTEGER NOT NULL,       -- the first 8 bytes of content_hash, as a signed number: in half the space it is all but unique
  job_id INTEGER NOT NULL,
  visit_no INTEGER NOT NULL,
  image_no INTEGER NOT NULL,
  PRIMARY KEY(tenant, hash_start, job_id, visit_no, image_no)) STRICT, WITHOUT ROWID;
