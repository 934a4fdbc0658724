CREATE TABLE commits(last INTEGER NOT NULL) STRICT;

CREATE TABLE content_hashes(
  tenant TEXT NOT NULL,
  hash_start INTEGER NOT NULL,
  job_id INTEGER NOT NULL,
  visit_no INTEGER NOT NULL,
  image_no INTEGER NOT NULL,
  PRIMARY KEY(tenant, hash_start, job_id, visit_no, image_no)) STRICT, WITHOUT ROWID;

CREATE TABLE image_results(
  job_id INTEGER NOT NULL,
  visit_no INTEGER NOT NULL,
  image_no INTEGER NOT NULL,
  run INTEGER NOT NULL,
  reason TEXT NULL,
  format TEXT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  perimeter INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  earlier_failures TEXT NULL,
  elapsed_ms INTEGER NOT NULL,
  finished_at TEXT NOT NULL,
  silo TEXT NOT NULL,
  content_hash BLOB NULL,
  commit_no INTEGER NOT NULL DEFAULT 0,
  earlier_attempts TEXT NULL,
  analysis TEXT NULL,
  PRIMARY KEY(job_id, visit_no, image_no, run)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_image_results_failed ON image_results(job_id) WHERE reason IS NOT NULL;
CREATE INDEX ix_image_results_failed_commits ON image_results(job_id, commit_no, visit_no, image_no, run) WHERE reason IS NOT NULL;
CREATE INDEX ix_image_results_failed_order ON image_results(commit_no, job_id, visit_no, image_no, run) WHERE reason IS NOT NULL;
CREATE INDEX ix_image_results_failed_times ON image_results(finished_at, job_id, visit_no, image_no, run) WHERE reason IS NOT NULL;

CREATE TABLE installation(
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  secret BLOB NOT NULL CHECK (length(secret) = 32)) STRICT;

CREATE TABLE job_counts(
  job_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  silo TEXT NOT NULL,
  images INTEGER NOT NULL,
  PRIMARY KEY(job_id, reason, silo)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_job_counts_reason ON job_counts(reason, job_id) WHERE reason <> '';

CREATE TABLE job_events(
  commit_no INTEGER NOT NULL,
  job_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  run INTEGER NOT NULL,
  at TEXT NOT NULL,
  images INTEGER NOT NULL,
  status TEXT NULL,
  measured INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  PRIMARY KEY(commit_no, job_id)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_job_events_job ON job_events(job_id);

CREATE TABLE job_failures(
  job_id INTEGER NOT NULL,
  reason TEXT NOT NULL,
  host TEXT NOT NULL,
  silo TEXT NOT NULL,
  images INTEGER NOT NULL,
  PRIMARY KEY(job_id, reason, host, silo)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_job_failures_host ON job_failures(host, job_id);

CREATE TABLE job_metadata(
  job_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY(job_id, key)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_job_metadata_pairs ON job_metadata(key, value, job_id);

CREATE TABLE job_retries(
  job_id INTEGER NOT NULL,
  run INTEGER NOT NULL,
  requested_at TEXT NOT NULL,
  requested_by TEXT NULL,
  images INTEGER NOT NULL,
  visit_no INTEGER NULL,
  image_no INTEGER NULL,
  PRIMARY KEY(job_id, run)) STRICT, WITHOUT ROWID;

CREATE TABLE jobs(
  job_id INTEGER PRIMARY KEY,
  submitted_at TEXT NOT NULL,
  visits INTEGER NOT NULL,
  images INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'ongoing',
  ended_at TEXT NULL,
  tenant TEXT NOT NULL DEFAULT 'default',
  callback_url TEXT NULL,
  hashes_due INTEGER NOT NULL DEFAULT 0,
  run INTEGER NOT NULL DEFAULT 0,
  closed INTEGER NOT NULL DEFAULT 0,
  label TEXT NULL,
  submitted_by TEXT NULL,
  traceparent TEXT NULL) STRICT;
CREATE INDEX ix_jobs_ended ON jobs(ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX ix_jobs_hashes_due ON jobs(job_id) WHERE hashes_due = 1;
CREATE INDEX ix_jobs_label ON jobs(label) WHERE label IS NOT NULL;
CREATE INDEX ix_jobs_ongoing ON jobs(tenant, job_id, images) WHERE ended_at IS NULL;
CREATE INDEX ix_jobs_status ON jobs(status);
CREATE INDEX ix_jobs_tenant ON jobs(tenant);
CREATE INDEX ix_jobs_tenant_ended ON jobs(tenant, ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE OrleansMembershipTable(
  DeploymentId TEXT NOT NULL REFERENCES OrleansMembershipVersionTable, Address TEXT NOT NULL, Port INTEGER NOT NULL, Generation INTEGER NOT NULL,
  SiloName TEXT NOT NULL, HostName TEXT NOT NULL, Status INTEGER NOT NULL, ProxyPort INTEGER NULL, SuspectTimes TEXT NULL,
  StartTime TEXT NOT NULL, IAmAliveTime TEXT NOT NULL, PRIMARY KEY(DeploymentId, Address, Port, Generation)) WITHOUT ROWID;
CREATE TRIGGER TR_Membership_Ins AFTER INSERT ON OrleansMembershipTable BEGIN
  UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = strftime('%Y-%m-%d %H:%M:%f','now') WHERE DeploymentId = NEW.DeploymentId; END;
CREATE TRIGGER TR_Membership_Upd AFTER UPDATE OF Status, SuspectTimes ON OrleansMembershipTable BEGIN
  UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = strftime('%Y-%m-%d %H:%M:%f','now') WHERE DeploymentId = NEW.DeploymentId; END;

CREATE TABLE OrleansMembershipVersionTable(
  DeploymentId TEXT PRIMARY KEY, Timestamp TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')), Version INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;

CREATE TABLE OrleansQuery(QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE OrleansStorage(
  GrainIdHash INTEGER NOT NULL, GrainIdN0 INTEGER NOT NULL, GrainIdN1 INTEGER NOT NULL,
  GrainTypeHash INTEGER NOT NULL, GrainTypeString TEXT NOT NULL, GrainIdExtensionString TEXT NULL,
  ServiceId TEXT NOT NULL, PayloadBinary BLOB NULL, ModifiedOn TEXT NOT NULL, Version INTEGER NOT NULL);
CREATE INDEX ix_orleansstorage_keys ON OrleansStorage(ModifiedOn) WHERE GrainTypeString = 'idempotency';
CREATE UNIQUE INDEX UX_OrleansStorage ON OrleansStorage
  (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, ifnull(GrainIdExtensionString,''), ServiceId);

CREATE TABLE retries(
  job_id INTEGER NOT NULL,
  visit_no INTEGER NOT NULL,
  image_no INTEGER NOT NULL,
  run INTEGER NOT NULL,
  image_url TEXT NULL,
  requested_at TEXT NOT NULL,
  PRIMARY KEY(job_id, visit_no, image_no, run)) STRICT, WITHOUT ROWID;

CREATE TABLE store_masters(
  version INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  stores INTEGER NOT NULL,
  loaded_at TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  csv BLOB NOT NULL) STRICT;

CREATE TABLE throughput(
  minute TEXT NOT NULL,
  silo TEXT NOT NULL,
  images INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  PRIMARY KEY(minute, silo)) STRICT, WITHOUT ROWID;

CREATE TABLE uploads(
  job_id INTEGER PRIMARY KEY,
  renewed_at TEXT NOT NULL,
  abandoned INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE "visits"(
  job_id INTEGER NOT NULL REFERENCES jobs,
  visit_no INTEGER NOT NULL,
  store_id TEXT NOT NULL,
  visit_time TEXT NOT NULL,
  visit_date TEXT NULL,
  images INTEGER NOT NULL,
  image_urls TEXT NOT NULL,
  dated TEXT GENERATED ALWAYS AS (ifnull(visit_date, '')) VIRTUAL,
  reference TEXT NULL,
  image_references TEXT NULL,
  UNIQUE(job_id, visit_no)) STRICT;
CREATE INDEX ix_visits_dates ON visits(dated, job_id, visit_no, store_id);
CREATE INDEX ix_visits_timeline ON visits(store_id, dated, job_id, visit_no);

CREATE TABLE webhook_attempts(
  delivery_id TEXT NOT NULL,
  attempt_no INTEGER NOT NULL,
  job_id INTEGER NOT NULL,
  at TEXT NOT NULL,
  status INTEGER NULL,
  reason TEXT NULL,
  elapsed_ms INTEGER NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY(delivery_id, attempt_no)) STRICT, WITHOUT ROWID;
CREATE INDEX ix_webhook_attempts_job ON webhook_attempts(job_id);

CREATE TABLE webhook_deliveries(
  delivery_id TEXT PRIMARY KEY,
  job_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  created_at TEXT NOT NULL,
  url TEXT NOT NULL,
  host TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending',
  attempts INTEGER NOT NULL DEFAULT 0,
  schedule_from INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT NULL,
  tenant TEXT NOT NULL DEFAULT 'default') STRICT;
CREATE INDEX ix_webhook_deliveries_job ON webhook_deliveries(job_id);
CREATE INDEX ix_webhook_deliveries_receiver ON webhook_deliveries(tenant, host, next_attempt_at) WHERE state = 'pending';
CREATE INDEX ix_webhook_deliveries_tenant ON webhook_deliveries(tenant, next_attempt_at) WHERE state = 'pending';
