-- The tables and query texts that Orleans' AdoNet providers for persistence and clustering ask for, in SQLite's dialect.
-- Every mutating query is one atomic statement (triggers raise the membership version): a BEGIN in a query text would stay open
-- on a pooled connection when its statement meets SQLITE_BUSY.
CREATE TABLE IF NOT EXISTS OrleansQuery(QueryKey TEXT PRIMARY KEY, QueryText TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS OrleansStorage(
  GrainIdHash INTEGER NOT NULL, GrainIdN0 INTEGER NOT NULL, GrainIdN1 INTEGER NOT NULL,
  GrainTypeHash INTEGER NOT NULL, GrainTypeString TEXT NOT NULL, GrainIdExtensionString TEXT NULL,
  ServiceId TEXT NOT NULL, PayloadBinary BLOB NULL, ModifiedOn TEXT NOT NULL, Version INTEGER NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS UX_OrleansStorage ON OrleansStorage
  (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, ifnull(GrainIdExtensionString,''), ServiceId);

CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable(
  DeploymentId TEXT PRIMARY KEY, Timestamp TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')), Version INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS OrleansMembershipTable(
  DeploymentId TEXT NOT NULL REFERENCES OrleansMembershipVersionTable, Address TEXT NOT NULL, Port INTEGER NOT NULL, Generation INTEGER NOT NULL,
  SiloName TEXT NOT NULL, HostName TEXT NOT NULL, Status INTEGER NOT NULL, ProxyPort INTEGER NULL, SuspectTimes TEXT NULL,
  StartTime TEXT NOT NULL, IAmAliveTime TEXT NOT NULL, PRIMARY KEY(DeploymentId, Address, Port, Generation)) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS TR_Membership_Ins AFTER INSERT ON OrleansMembershipTable BEGIN
  UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = strftime('%Y-%m-%d %H:%M:%f','now') WHERE DeploymentId = NEW.DeploymentId; END;
CREATE TRIGGER IF NOT EXISTS TR_Membership_Upd AFTER UPDATE OF Status, SuspectTimes ON OrleansMembershipTable BEGIN
  UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = strftime('%Y-%m-%d %H:%M:%f','now') WHERE DeploymentId = NEW.DeploymentId; END;

INSERT OR REPLACE INTO OrleansQuery(QueryKey, QueryText) VALUES
('WriteToStorageKey','INSERT INTO OrleansStorage(GrainIdHash,GrainIdN0,GrainIdN1,GrainTypeHash,GrainTypeString,GrainIdExtensionString,ServiceId,PayloadBinary,ModifiedOn,Version)
 SELECT @GrainIdHash,@GrainIdN0,@GrainIdN1,@GrainTypeHash,@GrainTypeString,@GrainIdExtensionString,@ServiceId,@PayloadBinary,datetime(''now''),1
 WHERE @GrainStateVersion IS NULL OR EXISTS(SELECT 1 FROM OrleansStorage WHERE GrainIdHash=@GrainIdHash AND GrainTypeHash=@GrainTypeHash AND GrainIdN0=@GrainIdN0 AND GrainIdN1=@GrainIdN1 AND GrainTypeString=@GrainTypeString AND ifnull(GrainIdExtensionString,'''')=ifnull(@GrainIdExtensionString,'''') AND ServiceId=@ServiceId)
 ON CONFLICT(GrainIdHash,GrainTypeHash,GrainIdN0,GrainIdN1,GrainTypeString,ifnull(GrainIdExtensionString,''''),ServiceId)
 DO UPDATE SET PayloadBinary=excluded.PayloadBinary, ModifiedOn=excluded.ModifiedOn, Version=Version+1 WHERE Version=@GrainStateVersion
 RETURNING Version AS NewGrainStateVersion;'),
('ReadFromStorageKey','SELECT PayloadBinary, Version FROM OrleansStorage WHERE GrainIdHash=@GrainIdHash AND GrainTypeHash=@GrainTypeHash AND GrainIdN0=@GrainIdN0 AND GrainIdN1=@GrainIdN1 AND GrainTypeString=@GrainTypeString AND ifnull(GrainIdExtensionString,'''')=ifnull(@GrainIdExtensionString,'''') AND ServiceId=@ServiceId;'),
('ClearStorageKey','UPDATE OrleansStorage SET PayloadBinary=NULL, ModifiedOn=datetime(''now''), Version=Version+1 WHERE GrainIdHash=@GrainIdHash AND GrainTypeHash=@GrainTypeHash AND GrainIdN0=@GrainIdN0 AND GrainIdN1=@GrainIdN1 AND GrainTypeString=@GrainTypeString AND ifnull(GrainIdExtensionString,'''')=ifnull(@GrainIdExtensionString,'''') AND ServiceId=@ServiceId AND Version=@GrainStateVersion RETURNING Version AS NewGrainStateVersion;'),
('DeleteStorageKey','DELETE FROM OrleansStorage WHERE GrainIdHash=@GrainIdHash AND GrainTypeHash=@GrainTypeHash AND GrainIdN0=@GrainIdN0 AND GrainIdN1=@GrainIdN1 AND GrainTypeString=@GrainTypeString AND ifnull(GrainIdExtensionString,'''')=ifnull(@GrainIdExtensionString,'''') AND ServiceId=@ServiceId AND Version=@GrainStateVersion RETURNING Version+1 AS NewGrainStateVersion;'),
-- membership
('InsertMembershipVersionKey','INSERT INTO OrleansMembershipVersionTable(DeploymentId) VALUES(@DeploymentId) ON CONFLICT DO NOTHING; SELECT changes();'),
('InsertMembershipKey','INSERT INTO OrleansMembershipTable(DeploymentId,Address,Port,Generation,SiloName,HostName,Status,ProxyPort,StartTime,IAmAliveTime)
 SELECT @DeploymentId,@Address,@Port,@Generation,@SiloName,@HostName,@Status,@ProxyPort,@StartTime,@IAmAliveTime
 WHERE EXISTS(SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId=@DeploymentId AND Version=@Version) ON CONFLICT DO NOTHING; SELECT changes();'),
('UpdateMembershipKey','UPDATE OrleansMembershipTable SET Status=@Status, SuspectTimes=@SuspectTimes, IAmAliveTime=@IAmAliveTime
 WHERE DeploymentId=@DeploymentId AND Address=@Address AND Port=@Port AND Generation=@Generation
 AND EXISTS(SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId=@DeploymentId AND Version=@Version); SELECT changes();'),
('UpdateIAmAlivetimeKey','UPDATE OrleansMembershipTable SET IAmAliveTime=@IAmAliveTime WHERE DeploymentId=@DeploymentId AND Address=@Address AND Port=@Port AND Generation=@Generation;'),
('MembershipReadRowKey','SELECT v.DeploymentId,m.Address,m.Port,m.Generation,m.SiloName,m.HostName,m.Status,m.ProxyPort,m.SuspectTimes,m.StartTime,m.IAmAliveTime,v.Version
 FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON v.DeploymentId=m.DeploymentId AND m.Address=@Address AND m.Port=@Port AND m.Generation=@Generation WHERE v.DeploymentId=@DeploymentId;'),
('MembershipReadAllKey','SELECT v.DeploymentId,m.Address,m.Port,m.Generation,m.SiloName,m.HostName,m.Status,m.ProxyPort,m.SuspectTimes,m.StartTime,m.IAmAliveTime,v.Version
 FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON v.DeploymentId=m.DeploymentId WHERE v.DeploymentId=@DeploymentId;'),
('DeleteMembershipTableEntriesKey','DELETE FROM OrleansMembershipTable WHERE DeploymentId=@DeploymentId; DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId=@DeploymentId;'),
('GatewaysQueryKey','SELECT Address,ProxyPort,Generation FROM OrleansMembershipTable WHERE DeploymentId=@DeploymentId AND Status=@Status AND ProxyPort>0;'),
('CleanupDefunctSiloEntriesKey','DELETE FROM OrleansMembershipTable WHERE DeploymentId=@DeploymentId AND IAmAliveTime<@IAmAliveTime AND Status=6;');
