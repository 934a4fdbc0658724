PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE OrleansQuery(QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO OrleansQuery VALUES('CleanupDefunctSiloEntriesKey','DELETE FROM OrleansMembershipTable WHERE DeploymentId=@DeploymentId AND IAmAliveTime<@IAmAliveTime AND Status=6;');
INSERT INTO OrleansQuery VALUES('ClearStorageKey','UPDATE OrleansStorage SET PayloadBinary=NULL, ModifiedOn=datetime(''now''), Version=Version+1 WHERE GrainIdHash=@GrainIdHash AND GrainTypeHash=@GrainTypeHash AND GrainIdN0=@GrainIdN0 AND GrainIdN1=@GrainIdN1 AND GrainTypeString=@GrainTypeString AND ifnull(GrainIdExtensionString,'''')=ifnull(@GrainIdExtensionString,'''') AND ServiceId=@ServiceId AND Version=@GrainStateVersion RETURNING Version AS NewGrainStateVersion;');
INSERT INTO OrleansQuery VALUES('DeleteMembershipTableEntriesKey','DELETE FROM OrleansMembershipTable WHERE DeploymentId=@DeploymentId; DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId=@DeploymentId;');
INSERT INTO OrleansQuery VALUES('DeleteStorageKey','DELETE FROM OrleansStorage WHERE GrainIdHash=@GrainIdHash AND GrainTypeHash=@GrainTypeHash AND GrainIdN0=@GrainIdN0 AND GrainIdN1=@GrainIdN1 AND GrainTypeString=@GrainTypeString AND ifnull(GrainIdExtensionString,'''')=ifnull(@GrainIdExtensionString,'''') AND ServiceId=@ServiceId AND Version=@GrainStateVersion RETURNING Version+1 AS NewGrainStateVersion;');
INSERT INTO OrleansQuery VALUES('GatewaysQueryKey','SELECT Address,ProxyPort,Generation FROM OrleansMembershipTable WHERE DeploymentId=@DeploymentId AND Status=@Status AND ProxyPort>0;');
INSERT INTO OrleansQuery VALUES('InsertMembershipKey',replace('INSERT INTO OrleansMembershipTable(DeploymentId,Address,Port,Generation,SiloName,HostName,Status,ProxyPort,StartTime,IAmAliveTime)\n SELECT @DeploymentId,@Address,@Port,@Generation,@SiloName,@HostName,@Status,@ProxyPort,@StartTime,@IAmAliveTime\n WHERE EXISTS(SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId=@DeploymentId AND Version=@Version) ON CONFLICT DO NOTHING; SELECT changes();','\n',char(10)));
INSERT INTO OrleansQuery VALUES('InsertMembershipVersionKey','INSERT INTO OrleansMembershipVersionTable(DeploymentId) VALUES(@DeploymentId) ON CONFLICT DO NOTHING; SELECT changes();');
INSERT INTO OrleansQuery VALUES('MembershipReadAllKey',replace('SELECT v.DeploymentId,m.Address,m.Port,m.Generation,m.SiloName,m.HostName,m.Status,m.ProxyPort,m.SuspectTimes,m.StartTime,m.IAmAliveTime,v.Version\n FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON v.DeploymentId=m.DeploymentId WHERE v.DeploymentId=@DeploymentId;','\n',char(10)));
INSERT INTO OrleansQuery VALUES('MembershipReadRowKey',replace('SELECT v.DeploymentId,m.Address,m.Port,m.Generation,m.SiloName,m.HostName,m.Status,m.ProxyPort,m.SuspectTimes,m.StartTime,m.IAmAliveTime,v.Version\n FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON v.DeploymentId=m.DeploymentId AND m.Address=@Address AND m.Port=@Port AND m.Generation=@Generation WHERE v.DeploymentId=@DeploymentId;','\n',char(10)));
INSERT INTO OrleansQuery VALUES('ReadFromStorageKey','SELECT PayloadBinary, Version FROM OrleansStorage WHERE GrainIdHash=@GrainIdHash AND GrainTypeHash=@GrainTypeHash AND GrainIdN0=@GrainIdN0 AND GrainIdN1=@GrainIdN1 AND GrainTypeString=@GrainTypeString AND ifnull(GrainIdExtensionString,'''')=ifnull(@GrainIdExtensionString,'''') AND ServiceId=@ServiceId;');
INSERT INTO OrleansQuery VALUES('UpdateIAmAlivetimeKey','UPDATE OrleansMembershipTable SET IAmAliveTime=@IAmAliveTime WHERE DeploymentId=@DeploymentId AND Address=@Address AND Port=@Port AND Generation=@Generation;');
INSERT INTO OrleansQuery VALUES('UpdateMembershipKey',replace('UPDATE OrleansMembershipTable SET Status=@Status, SuspectTimes=@SuspectTimes, IAmAliveTime=@IAmAliveTime\n WHERE DeploymentId=@DeploymentId AND Address=@Address AND Port=@Port AND Generation=@Generation\n AND EXISTS(SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId=@DeploymentId AND Version=@Version); SELECT changes();','\n',char(10)));
INSERT INTO OrleansQuery VALUES('WriteToStorageKey',replace('INSERT INTO OrleansStorage(GrainIdHash,GrainIdN0,GrainIdN1,GrainTypeHash,GrainTypeString,GrainIdExtensionString,ServiceId,PayloadBinary,ModifiedOn,Version)\n SELECT @GrainIdHash,@GrainIdN0,@GrainIdN1,@GrainTypeHash,@GrainTypeString,@GrainIdExtensionString,@ServiceId,@PayloadBinary,datetime(''now''),1\n WHERE @GrainStateVersion IS NULL OR EXISTS(SELECT 1 FROM OrleansStorage WHERE GrainIdHash=@GrainIdHash AND GrainTypeHash=@GrainTypeHash AND GrainIdN0=@GrainIdN0 AND GrainIdN1=@GrainIdN1 AND GrainTypeString=@GrainTypeString AND ifnull(GrainIdExtensionString,'''')=ifnull(@GrainIdExtensionString,'''') AND ServiceId=@ServiceId)\n ON CONFLICT(GrainIdHash,GrainTypeHash,GrainIdN0,GrainIdN1,GrainTypeString,ifnull(GrainIdExtensionString,''''),ServiceId)\n DO UPDATE SET PayloadBinary=excluded.PayloadBinary, ModifiedOn=excluded.ModifiedOn, Version=Version+1 WHERE Version=@GrainStateVersion\n RETURNING Version AS NewGrainStateVersion;','\n',char(10)));
CREATE TABLE OrleansStorage(
  GrainIdHash INTEGER NOT NULL, GrainIdN0 INTEGER NOT NULL, GrainIdN1 INTEGER NOT NULL,
  GrainTypeHash INTEGER NOT NULL, GrainTypeString TEXT NOT NULL, GrainIdExtensionString TEXT NULL,
  ServiceId TEXT NOT NULL, PayloadBinary BLOB NULL, ModifiedOn TEXT NOT NULL, Version INTEGER NOT NULL);
INSERT INTO OrleansStorage VALUES(328578014,0,0,1867438141,'job-ids',NULL,'retailpulse',X'7b22736368656d61223a312c2272657365727665645f75705f746f223a3130307d','2026-11-25 01:39:49',1);
INSERT INTO OrleansStorage VALUES(1168708852,0,1,1760384348,'job',NULL,'retailpulse',X'7b22736368656d61223a312c22737461747573223a226661696c6564222c22766973697473223a322c22696d61676573223a31322c227375626d69747465645f6174223a22323032362d31312d32355430313a33393a34392e3335382b30303a3030222c2273746f7265735f636865636b6564223a747275652c226d65617375726564223a362c226661696c6564223a362c22656e6465645f6174223a22323032362d31312d32355430313a33393a35302e393734333636332b30303a3030227d','2026-11-25 01:39:51',3);
INSERT INTO OrleansStorage VALUES(-1239233103,0,0,-187879921,'idempotency','earlier','retailpulse',X'7b22736368656d61223a312c226a6f625f6964223a322c2266696e6765727072696e74223a2261646138316535373238313537643233656636613461366363323231626261633839613230663765333130386363393635376164636231616432376534343134222c22636c61696d65645f6174223a22323032362d31312d32355430313a33393a35312e393433333234332b30303a3030227d','2026-11-25 01:39:51',1);
INSERT INTO OrleansStorage VALUES(-879870763,0,2,1760384348,'job',NULL,'retailpulse',X'7b22736368656d61223a312c22737461747573223a226f6e676f696e67222c22766973697473223a322c22696d61676573223a31322c227375626d69747465645f6174223a22323032362d31312d32355430313a33393a35312e3938322b30303a3030222c2273746f7265735f636865636b6564223a747275652c226d65617375726564223a302c226661696c6564223a302c22656e6465645f6174223a6e756c6c7d','2026-11-25 01:39:52',2);
CREATE TABLE OrleansMembershipVersionTable(
  DeploymentId TEXT PRIMARY KEY, Timestamp TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')), Version INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE OrleansMembershipTable(
  DeploymentId TEXT NOT NULL REFERENCES OrleansMembershipVersionTable, Address TEXT NOT NULL, Port INTEGER NOT NULL, Generation INTEGER NOT NULL,
  SiloName TEXT NOT NULL, HostName TEXT NOT NULL, Status INTEGER NOT NULL, ProxyPort INTEGER NULL, SuspectTimes TEXT NULL,
  StartTime TEXT NOT NULL, IAmAliveTime TEXT NOT NULL, PRIMARY KEY(DeploymentId, Address, Port, Generation)) WITHOUT ROWID;
CREATE TABLE jobs(
  job_id INTEGER PRIMARY KEY,
  submitted_at TEXT NOT NULL,
  visits INTEGER NOT NULL,
  images INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'ongoing',
  ended_at TEXT NULL) STRICT;
INSERT INTO jobs VALUES(1,'2026-11-25T01:39:49.358Z',2,12,'failed','2026-11-25T01:39:50.974Z');
INSERT INTO jobs VALUES(2,'2026-11-25T01:39:51.982Z',2,12,'ongoing',NULL);
CREATE TABLE visits(
  job_id INTEGER NOT NULL REFERENCES jobs,
  visit_no INTEGER NOT NULL,
  store_id TEXT NOT NULL,
  visit_time TEXT NOT NULL,          -- as the client sent it
  visit_date TEXT NULL,              -- the same in UTC, when it is a date
  image_urls TEXT NOT NULL,          -- a JSON array
  images INTEGER NOT NULL,
  PRIMARY KEY(job_id, visit_no)) STRICT, WITHOUT ROWID;
INSERT INTO visits VALUES(1,0,'S00339218','2026-05-04T09:30:00Z','2026-05-04T09:30:00.000Z','["http://127.0.0.1:{port}/done/0/0.gif","http://127.0.0.1:{port}/done/0/1.gif","http://127.0.0.1:{port}/done/0/2.gif","http://127.0.0.1:{port}/done/0/3.gif","http://127.0.0.1:{port}/done/0/4.gif","http://127.0.0.1:{port}/done/0/5.gif"]',6);
INSERT INTO visits VALUES(1,1,'NOPE','2026-05-04T09:30:00Z','2026-05-04T09:30:00.000Z','["http://127.0.0.1:{port}/done/1/0.gif","http://127.0.0.1:{port}/done/1/1.gif","http://127.0.0.1:{port}/done/1/2.gif","http://127.0.0.1:{port}/done/1/3.gif","http://127.0.0.1:{port}/done/1/4.gif","http://127.0.0.1:{port}/done/1/5.gif"]',6);
INSERT INTO visits VALUES(2,0,'S00339218','2026-05-04T09:30:00Z','2026-05-04T09:30:00.000Z','["http://127.0.0.1:{port}/slow/0/0.gif","http://127.0.0.1:{port}/slow/0/1.gif","http://127.0.0.1:{port}/slow/0/2.gif","http://127.0.0.1:{port}/slow/0/3.gif","http://127.0.0.1:{port}/slow/0/4.gif","http://127.0.0.1:{port}/slow/0/5.gif"]',6);
INSERT INTO visits VALUES(2,1,'S01408764','2026-05-04T09:30:00Z','2026-05-04T09:30:00.000Z','["http://127.0.0.1:{port}/slow/1/0.gif","http://127.0.0.1:{port}/slow/1/1.gif","http://127.0.0.1:{port}/slow/1/2.gif","http://127.0.0.1:{port}/slow/1/3.gif","http://127.0.0.1:{port}/slow/1/4.gif","http://127.0.0.1:{port}/slow/1/5.gif"]',6);
CREATE TABLE image_results(
  job_id INTEGER NOT NULL,
  visit_no INTEGER NOT NULL,
  image_no INTEGER NOT NULL,
  run INTEGER NOT NULL,              -- 0, then one more for every retry of the job
  reason TEXT NULL,                  -- NULL when measured
  format TEXT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  perimeter INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  attempts INTEGER NOT NULL,         -- 0 when the image was never tried
  earlier_failures TEXT NULL,        -- a JSON array: why each attempt before the last failed
  elapsed_ms INTEGER NOT NULL,
  finished_at TEXT NOT NULL,
  silo TEXT NOT NULL,
  PRIMARY KEY(job_id, visit_no, image_no, run)) STRICT, WITHOUT ROWID;
INSERT INTO image_results VALUES(1,0,0,0,NULL,'gif',7,5,24,35,1,NULL,631,'2026-11-25T01:39:50.849Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(1,0,1,0,NULL,'gif',7,5,24,35,1,NULL,823,'2026-11-25T01:39:50.957Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(1,0,2,0,NULL,'gif',7,5,24,35,1,NULL,788,'2026-11-25T01:39:50.925Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(1,0,3,0,NULL,'gif',7,5,24,35,1,NULL,684,'2026-11-25T01:39:50.902Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(1,0,4,0,NULL,'gif',7,5,24,35,1,NULL,516,'2026-11-25T01:39:50.746Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(1,0,5,0,NULL,'gif',7,5,24,35,1,NULL,684,'2026-11-25T01:39:50.902Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(1,1,0,0,'unknown_store',NULL,0,0,0,0,0,NULL,0,'2026-11-25T01:39:49.733Z','');
INSERT INTO image_results VALUES(1,1,1,0,'unknown_store',NULL,0,0,0,0,0,NULL,0,'2026-11-25T01:39:49.733Z','');
INSERT INTO image_results VALUES(1,1,2,0,'unknown_store',NULL,0,0,0,0,0,NULL,0,'2026-11-25T01:39:49.733Z','');
INSERT INTO image_results VALUES(1,1,3,0,'unknown_store',NULL,0,0,0,0,0,NULL,0,'2026-11-25T01:39:49.733Z','');
INSERT INTO image_results VALUES(1,1,4,0,'unknown_store',NULL,0,0,0,0,0,NULL,0,'2026-11-25T01:39:49.733Z','');
INSERT INTO image_results VALUES(1,1,5,0,'unknown_store',NULL,0,0,0,0,0,NULL,0,'2026-11-25T01:39:49.733Z','');
INSERT INTO image_results VALUES(2,0,0,0,NULL,'gif',7,5,24,35,1,NULL,408,'2026-11-25T01:39:52.428Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(2,0,1,0,NULL,'gif',7,5,24,35,1,NULL,374,'2026-11-25T01:39:52.389Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(2,0,2,0,NULL,'gif',7,5,24,35,1,NULL,309,'2026-11-25T01:39:52.329Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(2,1,0,0,NULL,'gif',7,5,24,35,1,NULL,367,'2026-11-25T01:39:52.375Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(2,1,1,0,NULL,'gif',7,5,24,35,1,NULL,272,'2026-11-25T01:39:52.279Z','S127.0.0.1:39725:154575582');
INSERT INTO image_results VALUES(2,1,2,0,NULL,'gif',7,5,24,35,1,NULL,371,'2026-11-25T01:39:52.381Z','S127.0.0.1:39725:154575582');
CREATE UNIQUE INDEX UX_OrleansStorage ON OrleansStorage
  (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, ifnull(GrainIdExtensionString,''), ServiceId);
CREATE TRIGGER TR_Membership_Ins AFTER INSERT ON OrleansMembershipTable BEGIN
  UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = strftime('%Y-%m-%d %H:%M:%f','now') WHERE DeploymentId = NEW.DeploymentId; END;
CREATE TRIGGER TR_Membership_Upd AFTER UPDATE OF Status, SuspectTimes ON OrleansMembershipTable BEGIN
  UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = strftime('%Y-%m-%d %H:%M:%f','now') WHERE DeploymentId = NEW.DeploymentId; END;
CREATE INDEX ix_jobs_unfinished ON jobs(job_id) WHERE ended_at IS NULL;
CREATE INDEX ix_visits_store ON visits(store_id, visit_date);
PRAGMA user_version = 1;
PRAGMA application_id = 1383354476;
COMMIT;
