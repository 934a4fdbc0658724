-- The latest results of each job by reason, and its failures also by host, so that lists of jobs show and filter by them without reading results.
-- Each silo counts in rows of its own. Measured images have an empty reason. The upgrade reads all results once.
-- Photos of all jobs are listed by the dates of their visits.
CREATE TABLE job_counts(
  job_id bigint NOT NULL,
  reason text NOT NULL,
  silo text NOT NULL,
  images bigint NOT NULL,
  PRIMARY KEY(job_id, reason, silo));
CREATE TABLE job_failures(
  job_id bigint NOT NULL,
  reason text NOT NULL,
  host text COLLATE "C" NOT NULL,
  silo text NOT NULL,
  images bigint NOT NULL,
  PRIMARY KEY(job_id, reason, host, silo));
INSERT INTO job_counts(job_id, reason, silo, images)
SELECT r.job_id, coalesce(r.reason, ''), '', count(*) FROM image_results AS r
WHERE r.reason IS NULL
  OR NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)
GROUP BY r.job_id, coalesce(r.reason, '');
INSERT INTO job_failures(job_id, reason, host, silo, images)
SELECT job_id, reason,
  left(
    regexp_replace(regexp_replace(lower(substring(url FROM '//([^/\\?#]*)')), ':0+([0-9]*)$', ':\1'), CASE WHEN url ~* '^https:' THEN ':(443)?$' ELSE ':(80)?$' END, ''),
    260) AS host,
  '', count(*)
FROM (
  SELECT r.job_id, r.reason, coalesce((
      SELECT t.image_url FROM retries AS t
      WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.image_url IS NOT NULL ORDER BY t.run DESC LIMIT 1), u.address) AS url
  FROM visits AS v
    CROSS JOIN LATERAL unnest(v.image_urls) WITH ORDINALITY AS u(address, position)
    JOIN image_results AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.image_no = u.position - 1
  WHERE r.reason IS NOT NULL
    AND (v.job_id, v.visit_no) IN (SELECT f.job_id, f.visit_no FROM image_results AS f WHERE f.reason IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM retries AS t WHERE t.job_id = r.job_id AND t.visit_no = r.visit_no AND t.image_no = r.image_no AND t.run > r.run)) AS failures
GROUP BY job_id, reason, host;
CREATE INDEX ix_job_counts_reason ON job_counts(reason, job_id) WHERE reason <> '';
CREATE INDEX ix_job_failures_host ON job_failures(host, job_id);
CREATE INDEX ix_visits_dates ON visits((coalesce(visit_date, '-infinity'::timestamptz)), job_id, visit_no, store_id);
CREATE INDEX ix_jobs_tenant_ended ON jobs(tenant, ended_at, job_id) WHERE ended_at IS NOT NULL;
