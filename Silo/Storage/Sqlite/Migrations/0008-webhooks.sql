-- Where a job's end is told.
ALTER TABLE jobs ADD COLUMN callback_url TEXT NULL;

-- An event on its way to the URL of its job. Made in the transaction that notes the end, so that one end has one event.
CREATE TABLE webhook_deliveries(
  delivery_id TEXT PRIMARY KEY,      -- the receiver's webhook-id
  job_id INTEGER NOT NULL,
  type TEXT NOT NULL,                -- 'job.completed', 'job.failed' or 'job.cancelled'
  created_at TEXT NOT NULL,
  url TEXT NOT NULL,
  host TEXT NOT NULL,                -- of the URL, in lower case and without port
  body TEXT NOT NULL,                -- as it is sent, the same in every attempt
  state TEXT NOT NULL DEFAULT 'pending',
  attempts INTEGER NOT NULL DEFAULT 0,   -- begun so far
  schedule_from INTEGER NOT NULL DEFAULT 0, -- attempts when it was last sent anew
  next_attempt_at TEXT NULL) STRICT;
CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries(next_attempt_at) WHERE state = 'pending';
CREATE INDEX ix_webhook_deliveries_job ON webhook_deliveries(job_id);

CREATE TABLE webhook_attempts(
  delivery_id TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,           -- from 1; one that a crash cut short is missing
  job_id INTEGER NOT NULL,
  at TEXT NOT NULL,
  status INTEGER NULL,                   -- of the answer
  reason TEXT NULL,                  -- when there was no answer
  elapsed_ms INTEGER NOT NULL,
  answer TEXT NOT NULL,              -- its first 1,024 bytes
  PRIMARY KEY(delivery_id, attempt_no)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_webhook_attempts_job ON webhook_attempts(job_id);
