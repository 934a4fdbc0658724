-- Submissions that are arriving in parts. Until one is complete, its job has the status 'removed'.
CREATE TABLE uploads(
  job_id INTEGER PRIMARY KEY,
  renewed_at TEXT NOT NULL,
  abandoned INTEGER NOT NULL DEFAULT 0) STRICT;
