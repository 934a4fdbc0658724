-- What Orleans' AdoNet providers for persistence and clustering ask for, and the ledger.
-- Every mutating query is one atomic statement.
CREATE TABLE OrleansQuery(QueryKey text PRIMARY KEY, QueryText text NOT NULL);

CREATE TABLE OrleansStorage(
  GrainIdHash integer NOT NULL, GrainIdN0 bigint NOT NULL, GrainIdN1 bigint NOT NULL,
  GrainTypeHash integer NOT NULL, GrainTypeString text NOT NULL, GrainIdExtensionString text NULL,
  ServiceId text NOT NULL, PayloadBinary bytea NULL, ModifiedOn timestamptz NOT NULL, Version integer NOT NULL) WITH (fillfactor = 80);
-- Two first writes of one document must meet, so the index covers the whole identity.
CREATE UNIQUE INDEX ux_orleansstorage ON OrleansStorage
  (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, coalesce(GrainIdExtensionString, ''), ServiceId);

CREATE TABLE OrleansMembershipVersionTable(
  DeploymentId text PRIMARY KEY, Timestamp timestamptz NOT NULL DEFAULT now(), Version integer NOT NULL DEFAULT 0);
CREATE TABLE OrleansMembershipTable(
  DeploymentId text NOT NULL REFERENCES OrleansMembershipVersionTable, Address text NOT NULL, Port integer NOT NULL, Generation integer NOT NULL,
  SiloName text NOT NULL, HostName text NOT NULL, Status integer NOT NULL, ProxyPort integer NULL, SuspectTimes text NULL,
  StartTime timestamptz NOT NULL, IAmAliveTime timestamptz NOT NULL, PRIMARY KEY(DeploymentId, Address, Port, Generation));

INSERT INTO OrleansQuery(QueryKey, QueryText) VALUES
('WriteToStorageKey', $$
  INSERT INTO OrleansStorage AS stored(GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
  SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString::text, @ServiceId, @PayloadBinary::bytea, now(), 1
  WHERE @GrainStateVersion::integer IS NULL OR EXISTS(
    SELECT 1 FROM OrleansStorage WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
      AND GrainTypeString = @GrainTypeString AND coalesce(GrainIdExtensionString, '') = coalesce(@GrainIdExtensionString::text, '') AND ServiceId = @ServiceId)
  ON CONFLICT (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, coalesce(GrainIdExtensionString, ''), ServiceId)
  DO UPDATE SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = stored.Version + 1 WHERE stored.Version = @GrainStateVersion::integer
  RETURNING Version AS NewGrainStateVersion
$$),
('ReadFromStorageKey', $$
  SELECT PayloadBinary, Version FROM OrleansStorage
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainTypeString = @GrainTypeString AND coalesce(GrainIdExtensionString, '') = coalesce(@GrainIdExtensionString::text, '') AND ServiceId = @ServiceId
$$),
('ClearStorageKey', $$
  UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainTypeString = @GrainTypeString AND coalesce(GrainIdExtensionString, '') = coalesce(@GrainIdExtensionString::text, '') AND ServiceId = @ServiceId
    AND Version = @GrainStateVersion::integer
  RETURNING Version AS NewGrainStateVersion
$$),
('DeleteStorageKey', $$
  DELETE FROM OrleansStorage
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainTypeString = @GrainTypeString AND coalesce(GrainIdExtensionString, '') = coalesce(@GrainIdExtensionString::text, '') AND ServiceId = @ServiceId
    AND Version = @GrainStateVersion::integer
  RETURNING Version + 1 AS NewGrainStateVersion
$$),
-- Membership: a row changes only together with the version of the whole table, so of two writers who read the same version one is refused.
('InsertMembershipVersionKey', $$
  WITH inserted AS (INSERT INTO OrleansMembershipVersionTable(DeploymentId) VALUES(@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*)::integer FROM inserted
$$),
('InsertMembershipKey', $$
  WITH agreed AS (
    SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId AND Version = @Version FOR UPDATE),
  inserted AS (
    INSERT INTO OrleansMembershipTable(DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM agreed
    ON CONFLICT DO NOTHING RETURNING 1),
  raised AS (
    UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND EXISTS(SELECT 1 FROM inserted))
  SELECT count(*)::integer FROM inserted
$$),
('UpdateMembershipKey', $$
  WITH agreed AS (
    SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId AND Version = @Version FOR UPDATE),
  updated AS (
    UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND EXISTS(SELECT 1 FROM agreed) RETURNING 1),
  raised AS (
    UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND EXISTS(SELECT 1 FROM updated))
  SELECT count(*)::integer FROM updated
$$),
('UpdateIAmAlivetimeKey', $$
  UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
  WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
$$),
('MembershipReadRowKey', $$
  SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
  FROM OrleansMembershipVersionTable v
  LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
  WHERE v.DeploymentId = @DeploymentId
$$),
('MembershipReadAllKey', $$
  SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
  FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId
  WHERE v.DeploymentId = @DeploymentId
$$),
('DeleteMembershipTableEntriesKey', $$
  WITH members AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
  DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
$$),
('GatewaysQueryKey', $$
  SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
$$),
('CleanupDefunctSiloEntriesKey', $$
  DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status = 6
$$);

-- The facts. Anyone may read them; only RetailPulse writes them.
CREATE TABLE jobs(
  job_id bigint PRIMARY KEY,
  submitted_at timestamptz NOT NULL,
  visits integer NOT NULL,
  images bigint NOT NULL,
  status text NOT NULL DEFAULT 'ongoing',
  ended_at timestamptz NULL);
CREATE INDEX ix_jobs_unfinished ON jobs(job_id) WHERE ended_at IS NULL;

CREATE TABLE visits(
  job_id bigint NOT NULL REFERENCES jobs,
  visit_no integer NOT NULL,
  store_id text NOT NULL,
  visit_time text NOT NULL,          -- as the client sent it
  visit_date timestamptz NULL,       -- the same, when it is a date
  image_urls text[] NOT NULL,
  images integer NOT NULL,
  PRIMARY KEY(job_id, visit_no));
CREATE INDEX ix_visits_store ON visits(store_id, visit_date);

CREATE TABLE image_results(
  job_id bigint NOT NULL,
  visit_no integer NOT NULL,
  image_no integer NOT NULL,
  run integer NOT NULL,              -- 0, then one more for every retry of the job
  reason text NULL,                  -- NULL when measured
  format text NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  perimeter bigint NOT NULL,
  bytes bigint NOT NULL,
  attempts integer NOT NULL,         -- 0 when the image was never tried
  earlier_failures json NULL,        -- an array: why each attempt before the last failed
  elapsed_ms bigint NOT NULL,
  finished_at timestamptz NOT NULL,
  silo text NOT NULL,
  PRIMARY KEY(job_id, visit_no, image_no, run));
