-- Whose a job is. Jobs are listed newest first, also those of one tenant, and what a tenant has in hand is counted from the index alone.
ALTER TABLE jobs ADD COLUMN tenant text NOT NULL DEFAULT 'default';
CREATE INDEX ix_jobs_tenant ON jobs(tenant, job_id);

-- Takes the place of one that lacked the tenant, so that a submission has one entry more to write, not two.
CREATE INDEX ix_jobs_ongoing ON jobs(tenant, job_id) INCLUDE (images) WHERE ended_at IS NULL;
DROP INDEX ix_jobs_unfinished;
