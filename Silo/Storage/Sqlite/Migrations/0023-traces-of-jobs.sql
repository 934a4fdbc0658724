-- The trace of the request that submitted a job.
ALTER TABLE jobs ADD COLUMN traceparent TEXT NULL;
