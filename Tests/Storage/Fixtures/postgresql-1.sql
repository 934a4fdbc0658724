
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

CREATE TABLE public.image_results (
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
    silo text NOT NULL
);

CREATE TABLE public.jobs (
    job_id bigint NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    visits integer NOT NULL,
    images bigint NOT NULL,
    status text DEFAULT 'ongoing'::text NOT NULL,
    ended_at timestamp with time zone
);

CREATE TABLE public.orleansmembershiptable (
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
    iamalivetime timestamp with time zone NOT NULL
);

CREATE TABLE public.orleansmembershipversiontable (
    deploymentid text NOT NULL,
    "timestamp" timestamp with time zone DEFAULT now() NOT NULL,
    version integer DEFAULT 0 NOT NULL
);

CREATE TABLE public.orleansquery (
    querykey text NOT NULL,
    querytext text NOT NULL
);

CREATE TABLE public.orleansstorage (
    grainidhash integer NOT NULL,
    grainidn0 bigint NOT NULL,
    grainidn1 bigint NOT NULL,
    graintypehash integer NOT NULL,
    graintypestring text NOT NULL,
    grainidextensionstring text,
    serviceid text NOT NULL,
    payloadbinary bytea,
    modifiedon timestamp with time zone NOT NULL,
    version integer NOT NULL
)
WITH (fillfactor='80');

CREATE TABLE public.retailpulse_schema (
    version integer NOT NULL
);

CREATE TABLE public.visits (
    job_id bigint NOT NULL,
    visit_no integer NOT NULL,
    store_id text NOT NULL,
    visit_time text NOT NULL,
    visit_date timestamp with time zone,
    image_urls text[] NOT NULL,
    images integer NOT NULL
);

INSERT INTO public.image_results VALUES (1, 1, 0, 0, 'unknown_store', NULL, 0, 0, 0, 0, 0, NULL, 0, '2026-11-25 01:40:05.479467+00', '');
INSERT INTO public.image_results VALUES (1, 1, 1, 0, 'unknown_store', NULL, 0, 0, 0, 0, 0, NULL, 0, '2026-11-25 01:40:05.479467+00', '');
INSERT INTO public.image_results VALUES (1, 1, 2, 0, 'unknown_store', NULL, 0, 0, 0, 0, 0, NULL, 0, '2026-11-25 01:40:05.479467+00', '');
INSERT INTO public.image_results VALUES (1, 1, 3, 0, 'unknown_store', NULL, 0, 0, 0, 0, 0, NULL, 0, '2026-11-25 01:40:05.479467+00', '');
INSERT INTO public.image_results VALUES (1, 1, 4, 0, 'unknown_store', NULL, 0, 0, 0, 0, 0, NULL, 0, '2026-11-25 01:40:05.479467+00', '');
INSERT INTO public.image_results VALUES (1, 1, 5, 0, 'unknown_store', NULL, 0, 0, 0, 0, 0, NULL, 0, '2026-11-25 01:40:05.479467+00', '');
INSERT INTO public.image_results VALUES (1, 0, 5, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 307, '2026-11-25 01:40:06.027044+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (1, 0, 3, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 331, '2026-11-25 01:40:06.041207+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (1, 0, 2, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 480, '2026-11-25 01:40:06.190047+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (1, 0, 0, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 564, '2026-11-25 01:40:06.230364+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (1, 0, 1, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 539, '2026-11-25 01:40:06.241852+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (1, 0, 4, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 586, '2026-11-25 01:40:06.29066+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (2, 0, 2, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 169, '2026-11-25 01:40:07.803964+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (2, 0, 0, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 240, '2026-11-25 01:40:07.87453+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (2, 0, 1, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 324, '2026-11-25 01:40:07.96055+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (2, 1, 1, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 354, '2026-11-25 01:40:08.013567+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (2, 1, 2, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 376, '2026-11-25 01:40:08.033881+00', 'S127.0.0.1:46771:154575599');
INSERT INTO public.image_results VALUES (2, 1, 0, 0, NULL, 'gif', 7, 5, 24, 35, 1, NULL, 391, '2026-11-25 01:40:08.049197+00', 'S127.0.0.1:46771:154575599');

INSERT INTO public.jobs VALUES (1, '2026-11-25 01:40:04.902598+00', 2, 12, 'failed', '2026-11-25 01:40:06.312516+00');
INSERT INTO public.jobs VALUES (2, '2026-11-25 01:40:07.584435+00', 2, 12, 'ongoing', NULL);

INSERT INTO public.orleansquery VALUES ('WriteToStorageKey', '
  INSERT INTO OrleansStorage AS stored(GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
  SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString::text, @ServiceId, @PayloadBinary::bytea, now(), 1
  WHERE @GrainStateVersion::integer IS NULL OR EXISTS(
    SELECT 1 FROM OrleansStorage WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
      AND GrainTypeString = @GrainTypeString AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString::text, '''') AND ServiceId = @ServiceId)
  ON CONFLICT (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, coalesce(GrainIdExtensionString, ''''), ServiceId)
  DO UPDATE SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = stored.Version + 1 WHERE stored.Version = @GrainStateVersion::integer
  RETURNING Version AS NewGrainStateVersion
');
INSERT INTO public.orleansquery VALUES ('ReadFromStorageKey', '
  SELECT PayloadBinary, Version FROM OrleansStorage
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainTypeString = @GrainTypeString AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString::text, '''') AND ServiceId = @ServiceId
');
INSERT INTO public.orleansquery VALUES ('ClearStorageKey', '
  UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainTypeString = @GrainTypeString AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString::text, '''') AND ServiceId = @ServiceId
    AND Version = @GrainStateVersion::integer
  RETURNING Version AS NewGrainStateVersion
');
INSERT INTO public.orleansquery VALUES ('DeleteStorageKey', '
  DELETE FROM OrleansStorage
  WHERE GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
    AND GrainTypeString = @GrainTypeString AND coalesce(GrainIdExtensionString, '''') = coalesce(@GrainIdExtensionString::text, '''') AND ServiceId = @ServiceId
    AND Version = @GrainStateVersion::integer
  RETURNING Version + 1 AS NewGrainStateVersion
');
INSERT INTO public.orleansquery VALUES ('InsertMembershipVersionKey', '
  WITH inserted AS (INSERT INTO OrleansMembershipVersionTable(DeploymentId) VALUES(@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*)::integer FROM inserted
');
INSERT INTO public.orleansquery VALUES ('InsertMembershipKey', '
  WITH agreed AS (
    SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId AND Version = @Version FOR UPDATE),
  inserted AS (
    INSERT INTO OrleansMembershipTable(DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM agreed
    ON CONFLICT DO NOTHING RETURNING 1),
  raised AS (
    UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND EXISTS(SELECT 1 FROM inserted))
  SELECT count(*)::integer FROM inserted
');
INSERT INTO public.orleansquery VALUES ('UpdateMembershipKey', '
  WITH agreed AS (
    SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId AND Version = @Version FOR UPDATE),
  updated AS (
    UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND EXISTS(SELECT 1 FROM agreed) RETURNING 1),
  raised AS (
    UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND EXISTS(SELECT 1 FROM updated))
  SELECT count(*)::integer FROM updated
');
INSERT INTO public.orleansquery VALUES ('UpdateIAmAlivetimeKey', '
  UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
  WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
');
INSERT INTO public.orleansquery VALUES ('MembershipReadRowKey', '
  SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
  FROM OrleansMembershipVersionTable v
  LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
  WHERE v.DeploymentId = @DeploymentId
');
INSERT INTO public.orleansquery VALUES ('MembershipReadAllKey', '
  SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
  FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON v.DeploymentId = m.DeploymentId
  WHERE v.DeploymentId = @DeploymentId
');
INSERT INTO public.orleansquery VALUES ('DeleteMembershipTableEntriesKey', '
  WITH members AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
  DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
');
INSERT INTO public.orleansquery VALUES ('GatewaysQueryKey', '
  SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
');
INSERT INTO public.orleansquery VALUES ('CleanupDefunctSiloEntriesKey', '
  DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status = 6
');

INSERT INTO public.orleansstorage VALUES (328578014, 0, 0, 1867438141, 'job-ids', NULL, 'retailpulse', '\x7b22736368656d61223a312c2272657365727665645f75705f746f223a3130307d', '2026-11-25 01:40:04.853097+00', 1);
INSERT INTO public.orleansstorage VALUES (1168708852, 0, 1, 1760384348, 'job', NULL, 'retailpulse', '\x7b22736368656d61223a312c22737461747573223a226661696c6564222c22766973697473223a322c22696d61676573223a31322c227375626d69747465645f6174223a22323032362d31312d32355430313a34303a30342e3930323539382b30303a3030222c2273746f7265735f636865636b6564223a747275652c226d65617375726564223a362c226661696c6564223a362c22656e6465645f6174223a22323032362d31312d32355430313a34303a30362e3331323531362b30303a3030227d', '2026-11-25 01:40:06.38521+00', 3);
INSERT INTO public.orleansstorage VALUES (-1239233103, 0, 0, -187879921, 'idempotency', 'earlier', 'retailpulse', '\x7b22736368656d61223a312c226a6f625f6964223a322c2266696e6765727072696e74223a2261646138316535373238313537643233656636613461366363323231626261633839613230663765333130386363393635376164636231616432376534343134222c22636c61696d65645f6174223a22323032362d31312d32355430313a34303a30372e3536353032312b30303a3030227d', '2026-11-25 01:40:07.568766+00', 1);
INSERT INTO public.orleansstorage VALUES (-879870763, 0, 2, 1760384348, 'job', NULL, 'retailpulse', '\x7b22736368656d61223a312c22737461747573223a226f6e676f696e67222c22766973697473223a322c22696d61676573223a31322c227375626d69747465645f6174223a22323032362d31312d32355430313a34303a30372e3538343433352b30303a3030222c2273746f7265735f636865636b6564223a747275652c226d65617375726564223a302c226661696c6564223a302c22656e6465645f6174223a6e756c6c7d', '2026-11-25 01:40:07.627396+00', 2);

INSERT INTO public.retailpulse_schema VALUES (1);

INSERT INTO public.visits VALUES (1, 0, 'S00339218', '2026-05-04T09:30:00Z', '2026-05-04 09:30:00+00', '{http://127.0.0.1:{port}/done/0/0.gif,http://127.0.0.1:{port}/done/0/1.gif,http://127.0.0.1:{port}/done/0/2.gif,http://127.0.0.1:{port}/done/0/3.gif,http://127.0.0.1:{port}/done/0/4.gif,http://127.0.0.1:{port}/done/0/5.gif}', 6);
INSERT INTO public.visits VALUES (1, 1, 'NOPE', '2026-05-04T09:30:00Z', '2026-05-04 09:30:00+00', '{http://127.0.0.1:{port}/done/1/0.gif,http://127.0.0.1:{port}/done/1/1.gif,http://127.0.0.1:{port}/done/1/2.gif,http://127.0.0.1:{port}/done/1/3.gif,http://127.0.0.1:{port}/done/1/4.gif,http://127.0.0.1:{port}/done/1/5.gif}', 6);
INSERT INTO public.visits VALUES (2, 0, 'S00339218', '2026-05-04T09:30:00Z', '2026-05-04 09:30:00+00', '{http://127.0.0.1:{port}/slow/0/0.gif,http://127.0.0.1:{port}/slow/0/1.gif,http://127.0.0.1:{port}/slow/0/2.gif,http://127.0.0.1:{port}/slow/0/3.gif,http://127.0.0.1:{port}/slow/0/4.gif,http://127.0.0.1:{port}/slow/0/5.gif}', 6);
INSERT INTO public.visits VALUES (2, 1, 'S01408764', '2026-05-04T09:30:00Z', '2026-05-04 09:30:00+00', '{http://127.0.0.1:{port}/slow/1/0.gif,http://127.0.0.1:{port}/slow/1/1.gif,http://127.0.0.1:{port}/slow/1/2.gif,http://127.0.0.1:{port}/slow/1/3.gif,http://127.0.0.1:{port}/slow/1/4.gif,http://127.0.0.1:{port}/slow/1/5.gif}', 6);

ALTER TABLE ONLY public.image_results
    ADD CONSTRAINT image_results_pkey PRIMARY KEY (job_id, visit_no, image_no, run);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY public.orleansmembershiptable
    ADD CONSTRAINT orleansmembershiptable_pkey PRIMARY KEY (deploymentid, address, port, generation);

ALTER TABLE ONLY public.orleansmembershipversiontable
    ADD CONSTRAINT orleansmembershipversiontable_pkey PRIMARY KEY (deploymentid);

ALTER TABLE ONLY public.orleansquery
    ADD CONSTRAINT orleansquery_pkey PRIMARY KEY (querykey);

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_pkey PRIMARY KEY (job_id, visit_no);

CREATE INDEX ix_jobs_unfinished ON public.jobs USING btree (job_id) WHERE (ended_at IS NULL);

CREATE INDEX ix_visits_store ON public.visits USING btree (store_id, visit_date);

CREATE UNIQUE INDEX ux_orleansstorage ON public.orleansstorage USING btree (grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, COALESCE(grainidextensionstring, ''::text), serviceid);

ALTER TABLE ONLY public.orleansmembershiptable
    ADD CONSTRAINT orleansmembershiptable_deploymentid_fkey FOREIGN KEY (deploymentid) REFERENCES public.orleansmembershipversiontable(deploymentid);

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.jobs(job_id);

