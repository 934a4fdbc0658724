-- How often the job was retried. The end of an earlier run is not the end of the job.
ALTER TABLE jobs ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET run = (SELECT count(DISTINCT requested_at) FROM retries AS t WHERE t.job_id = jobs.job_id) WHERE job_id IN (SELECT job_id FROM retries);

-- A job that is closed takes no further results, so that the counts of a cancelled job stay what they were when it ended. A retry opens it again.
ALTER TABLE jobs ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
