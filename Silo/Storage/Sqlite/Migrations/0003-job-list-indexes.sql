-- Jobs are listed newest first, also those of one status. Those of one store are found by ix_visits_store: another index would make every
-- submission dearer.
CREATE INDEX ix_jobs_status ON jobs(status);
