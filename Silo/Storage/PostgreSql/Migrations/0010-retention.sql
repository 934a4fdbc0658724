-- Jobs whose time is over. One that is being removed has the status 'removed', until its row goes too, last of all.
CREATE INDEX ix_jobs_ended ON jobs(ended_at) WHERE ended_at IS NOT NULL;

-- Idempotency keys whose time is over.
CREATE INDEX ix_orleansstorage_keys ON OrleansStorage(ModifiedOn) WHERE GrainTypeString = 'idempotency';
