CREATE TABLE commit_origin(
  server bigint NOT NULL);

CREATE TABLE content_hashes(
  tenant text NOT NULL,
  hash_start bigint NOT NULL,
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  image_no integer NOT NULL,
  PRIMARY KEY (tenant, hash_start, job_id, visit_no, image_no));

CREATE TABLE image_results(
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  image_no integer NOT NULL,
  run integer NOT NULL,
  reason text,
  format text,
  width integer NOT NULL,
  height integer NOT NULL,
  perimeter bigint NOT NULL,
  bytes bigint NOT NULL,
  attempts integer NOT NULL,
  earlier_failures json,
  elapsed_ms bigint NOT NULL,
  finished_at timestamp with time zone NOT NULL,
  silo text NOT NULL,
  commit_no xid8 DEFAULT pg_current_xact_id(),
  content_hash bytea,
  earlier_attempts json,
  analysis text,
  PRIMARY KEY (job_id, visit_no, image_no, run));
CREATE INDEX ix_image_results_failed_commits ON image_results USING btree (job_id, commit_no, visit_no, image_no, run) WHERE (reason IS NOT NULL);
CREATE INDEX ix_image_results_failed_order ON image_results USING btree (commit_no, job_id, visit_no, image_no, run) WHERE ((reason IS NOT NULL) AND (commit_no > '0'::xid8));
CREATE INDEX ix_image_results_failed_times ON image_results USING btree (finished_at, job_id, visit_no, image_no, run) WHERE (reason IS NOT NULL);
CREATE INDEX ix_image_results_failures ON image_results USING btree (job_id, visit_no, image_no) WHERE (reason IS NOT NULL);

CREATE TABLE installation(
  id integer NOT NULL,
  secret bytea NOT NULL,
  PRIMARY KEY (id),
  CHECK ((id = 1)),
  CHECK ((length(secret) = 32)));

CREATE TABLE job_counts(
  job_id bigint NOT NULL,
  reason text NOT NULL,
  silo text NOT NULL,
  images bigint NOT NULL,
  PRIMARY KEY (job_id, reason, silo));
CREATE INDEX ix_job_counts_reason ON job_counts USING btree (reason, job_id) WHERE (reason <> ''::text);

CREATE TABLE job_events(
  commit_no xid8 NOT NULL DEFAULT pg_current_xact_id(),
  job_id bigint NOT NULL,
  kind text NOT NULL,
  run integer NOT NULL,
  at timestamp with time zone NOT NULL,
  images bigint NOT NULL DEFAULT 0,
  status text,
  measured bigint NOT NULL DEFAULT 0,
  failed bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (commit_no, job_id));
CREATE INDEX ix_job_events_job ON job_events USING btree (job_id);

CREATE TABLE job_failures(
  job_id bigint NOT NULL,
  reason text NOT NULL,
  host text NOT NULL,
  silo text NOT NULL,
  images bigint NOT NULL,
  PRIMARY KEY (job_id, reason, host, silo));
CREATE INDEX ix_job_failures_host ON job_failures USING btree (host, job_id);

CREATE TABLE job_metadata(
  job_id bigint NOT NULL,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (job_id, key));
CREATE INDEX ix_job_metadata_pairs ON job_metadata USING btree (key, value, job_id);

CREATE TABLE job_retries(
  job_id bigint NOT NULL,
  run integer NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  requested_by text,
  images bigint NOT NULL,
  visit_no integer,
  image_no integer,
  PRIMARY KEY (job_id, run));

CREATE TABLE jobs(
  job_id bigint NOT NULL,
  submitted_at timestamp with time zone NOT NULL,
  visits integer NOT NULL,
  images bigint NOT NULL,
  status text NOT NULL DEFAULT 'ongoing'::text,
  ended_at timestamp with time zone,
  tenant text NOT NULL DEFAULT 'default'::text,
  callback_url text,
  hashes_due boolean NOT NULL DEFAULT false,
  run integer NOT NULL DEFAULT 0,
  closed boolean NOT NULL DEFAULT false,
  label text,
  submitted_by text,
  traceparent text,
  PRIMARY KEY (job_id));
CREATE INDEX ix_jobs_ended ON jobs USING btree (ended_at) WHERE (ended_at IS NOT NULL);
CREATE INDEX ix_jobs_hashes_due ON jobs USING btree (job_id) WHERE hashes_due;
CREATE INDEX ix_jobs_label ON jobs USING btree (label text_pattern_ops, job_id) WHERE (label IS NOT NULL);
CREATE INDEX ix_jobs_ongoing ON jobs USING btree (tenant, job_id) INCLUDE (images) WHERE (ended_at IS NULL);
CREATE INDEX ix_jobs_status ON jobs USING btree (status, job_id);
CREATE INDEX ix_jobs_tenant ON jobs USING btree (tenant, job_id);
CREATE INDEX ix_jobs_tenant_ended ON jobs USING btree (tenant, ended_at, job_id) WHERE (ended_at IS NOT NULL);

CREATE TABLE orleansmembershiptable(
  deploymentid text NOT NULL,
  address text NOT NULL,
  port integer NOT NULL,
  generation integer NOT NULL,
  siloname text NOT NULL,
  hostname text NOT NULL,
  status integer NOT NULL,
  proxyport integer,
  suspecttimes text,
  starttime timestamp with time zone NOT NULL,
  iamalivetime timestamp with time zone NOT NULL,
  PRIMARY KEY (deploymentid, address, port, generation),
  FOREIGN KEY (deploymentid) REFERENCES orleansmembershipversiontable(deploymentid));

CREATE TABLE orleansmembershipversiontable(
  deploymentid text NOT NULL,
  "timestamp" timestamp with time zone NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 0,
  PRIMARY KEY (deploymentid));

CREATE TABLE orleansquery(
  querykey text NOT NULL,
  querytext text NOT NULL,
  PRIMARY KEY (querykey));

CREATE TABLE orleansstorage(
  grainidhash integer NOT NULL,
  grainidn0 bigint NOT NULL,
  grainidn1 bigint NOT NULL,
  graintypehash integer NOT NULL,
  graintypestring text NOT NULL,
  grainidextensionstring text,
  serviceid text NOT NULL,
  payloadbinary bytea,
  modifiedon timestamp with time zone NOT NULL,
  version integer NOT NULL) WITH (fillfactor=80);
CREATE INDEX ix_orleansstorage_keys ON orleansstorage USING btree (modifiedon) WHERE (graintypestring = 'idempotency'::text);
CREATE UNIQUE INDEX ux_orleansstorage ON orleansstorage USING btree (grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, COALESCE(grainidextensionstring, ''::text), serviceid);

CREATE TABLE retailpulse_schema(
  version integer NOT NULL,
  applied integer);

CREATE TABLE retries(
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  image_no integer NOT NULL,
  run integer NOT NULL,
  image_url text,
  requested_at timestamp with time zone NOT NULL,
  PRIMARY KEY (job_id, visit_no, image_no, run));

CREATE TABLE store_masters(
  version integer NOT NULL,
  source text NOT NULL,
  stores integer NOT NULL,
  loaded_at timestamp with time zone NOT NULL,
  sha256 text NOT NULL,
  csv bytea NOT NULL,
  PRIMARY KEY (version));

CREATE TABLE throughput(
  minute timestamp with time zone NOT NULL,
  silo text NOT NULL,
  images bigint NOT NULL,
  failed bigint NOT NULL,
  PRIMARY KEY (minute, silo));

CREATE TABLE uploads(
  job_id bigint NOT NULL,
  renewed_at timestamp with time zone NOT NULL,
  abandoned boolean NOT NULL DEFAULT false,
  PRIMARY KEY (job_id));

CREATE TABLE visits(
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  store_id text NOT NULL,
  visit_time text NOT NULL,
  visit_date timestamp with time zone,
  image_urls text[] NOT NULL,
  images integer NOT NULL,
  reference text,
  image_references text[],
  PRIMARY KEY (job_id, visit_no),
  FOREIGN KEY (job_id) REFERENCES jobs(job_id));
CREATE INDEX ix_visits_dates ON visits USING btree (COALESCE(visit_date, '-infinity'::timestamp with time zone), job_id, visit_no, store_id);
CREATE INDEX ix_visits_timeline ON visits USING btree (store_id, COALESCE(visit_date, '-infinity'::timestamp with time zone), job_id, visit_no);

CREATE TABLE webhook_attempts(
  delivery_id text NOT NULL,
  attempt_no integer NOT NULL,
  job_id bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  status integer,
  reason text,
  elapsed_ms bigint NOT NULL,
  answer text NOT NULL,
  PRIMARY KEY (delivery_id, attempt_no));
CREATE INDEX ix_webhook_attempts_job ON webhook_attempts USING btree (job_id);

CREATE TABLE webhook_deliveries(
  delivery_id text NOT NULL,
  job_id bigint NOT NULL,
  type text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  url text NOT NULL,
  host text NOT NULL,
  body text NOT NULL,
  state text NOT NULL DEFAULT 'pending'::text,
  attempts integer NOT NULL DEFAULT 0,
  schedule_from integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone,
  tenant text NOT NULL DEFAULT 'default'::text,
  PRIMARY KEY (delivery_id));
CREATE INDEX ix_webhook_deliveries_job ON webhook_deliveries USING btree (job_id);
CREATE INDEX ix_webhook_deliveries_receiver ON webhook_deliveries USING btree (tenant, host, next_attempt_at) WHERE (state = 'pending'::text);
CREATE INDEX ix_webhook_deliveries_tenant ON webhook_deliveries USING btree (tenant, next_attempt_at) WHERE (state = 'pending'::text);
