-- Submissions that are arriving in parts. Until one is complete, its job has the status 'removed'.
CREATE TABLE uploads(
  job_id bigint PRIMARY KEY,
  renewed_at timestamptz NOT NULL,
  abandoned boolean NOT NULL DEFAULT false);
