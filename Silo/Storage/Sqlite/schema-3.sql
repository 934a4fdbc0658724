-- Jobs are listed newest first, by what is asked for.
CREATE INDEX ix_jobs_status ON jobs(status);
CREATE INDEX ix_visits_store_job ON visits(store_id, job_id);
