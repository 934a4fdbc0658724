-- The latest results of each job by reason, and its failures also by host, so that lists of jobs show and filter by them without reading results.
-- Each silo counts in rows of its own. Measured images have an empty reason. The upgrade reads all results once.
-- Photos of all jobs are listed by the dates of their visits.
CREATE TABLE job_counts(
  job_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  silo TEXT NOT NULL,
  images INTEGER NOT NULL,
  PRIMARY KEY(job_id, reason, silo)) STRICT, WITHOUT ROWID;
CREATE TABLE job_failures(
  job_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  host TEXT NOT NULL,
  silo TEXT NOT NULL,
  images INTEGER NOT NULL,
  PRIMARY KEY(job_id, reason, host, silo)) STRICT, WITHOUT ROWID;
INSERT INTO job_counts(job_id, reason, silo, images)
SELECT r.job_id, coalesce(r.reason, ''), '', count(*) FROM image_results AS r
WHERE r.reason IS NULL
  OR NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
GROUP BY r.job_id, coalesce(r.reason, '');
INSERT INTO job_failures(job_id, reason, host, silo, images)
SELECT r.job_id, r.reason, host_and_port_of(ifnull((
    SELECT t.image_url FROM retries AS t
    WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no AND t.image_no = url.key AND t.image_url IS NOT NULL ORDER BY t.run DESC LIMIT 1), url.value)) AS host, '', count(*)
FROM (SELECT DISTINCT job_id, visit_no FROM image_results WHERE reason IS NOT NULL) AS failing
  CROSS JOIN visits AS v ON v.job_id = failing.job_id AND v.visit_no = failing.visit_no
  CROSS JOIN json_each(v.image_urls) AS url
  CROSS JOIN image_results AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.image_no = url.key
WHERE r.reason IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
GROUP BY r.job_id, r.reason, host;
CREATE INDEX ix_job_counts_reason ON job_counts(reason, job_id) WHERE reason <> '';
CREATE INDEX ix_job_failures_host ON job_failures(host, job_id);
CREATE INDEX ix_visits_dates ON visits(dated, job_id, visit_no, store_id);
CREATE INDEX ix_jobs_tenant_ended ON jobs(tenant, ended_at) WHERE ended_at IS NOT NULL;
