-- Where a job's end is told.
ALTER TABLE jobs ADD COLUMN callback_url text NULL;

-- An event on its way to the URL of its job. Made in the transaction that notes the end, so that one end has one event.
CREATE TABLE webhook_deliveries(
  delivery_id text PRIMARY KEY,      -- the receiver's webhook-id
  job_id bigint NOT NULL,
  type text NOT NULL,                -- 'job.completed', 'job.failed' or 'job.cancelled'
  created_at timestamptz NOT NULL,
  url text NOT NULL,
  host text NOT NULL,                -- of the URL, in lower case and without port
  body text NOT NULL,                -- as it is sent, the same in every attempt
  state text NOT NULL DEFAULT 'pending',
  attempts integer NOT NULL DEFAULT 0,   -- begun so far
  schedule_from integer NOT NULL DEFAULT 0, -- attempts when it was last sent anew
  next_attempt_at timestamptz NULL);
CREATE INDEX ix_webhook_deliveries_due ON webhook_deliveries(next_attempt_at) WHERE state = 'pending';
CREATE INDEX ix_webhook_deliveries_job ON webhook_deliveries(job_id);

CREATE TABLE webhook_attempts(
  delivery_id text NOT NULL,
  attempt_no integer NOT NULL,           -- from 1; one that a crash cut short is missing
  job_id bigint NOT NULL,
  at timestamptz NOT NULL,
  status integer NULL,                   -- of the answer
  reason text NULL,                  -- when there was no answer
  elapsed_ms bigint NOT NULL,
  answer text NOT NULL,              -- its first 1,024 bytes
  PRIMARY KEY(delivery_id, attempt_no));
CREATE INDEX ix_webhook_attempts_job ON webhook_attempts(job_id);
