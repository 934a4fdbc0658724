-- Every version of the store master that was in force; the newest one is.
CREATE TABLE store_masters(
  version INTEGER PRIMARY KEY,       -- from 1, without gaps
  source TEXT NOT NULL,              -- 'file' or 'upload'
  stores INTEGER NOT NULL,
  loaded_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,              -- of the CSV, in lower-case hexadecimal
  csv BLOB NOT NULL) STRICT;
