using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Hosting;
using RetailPulse.Silo.Storage.Checks;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Checks;
using RetailPulse.Silo.Storage.Sqlite.Ledger;
using RetailPulse.Silo.Storage.Sqlite.Reading;

namespace RetailPulse.Tests.Storage.Engines;

internal sealed class SqliteEngine : StorageEngine
{
    private SqliteLedger ledger = null!;
    private SqlitePhotos photos = null!;

    public SqliteFolder Folder { get; } = new();

    public SqliteDatabase Database { get; private set; } = null!;

    internal override ILedger Ledger => ledger;

    internal override IJobQueries Reads => new SqliteJobQueries(Database);

    internal override IVisitQueries VisitReads => new SqliteVisitQueries(Database);

    internal override IFailureQueries Failures => new SqliteFailureQueries(Database);

    internal override IJobDocuments Documents => new SqliteJobDocuments(Database, SiloHosting.ServiceId);

    internal override IWebhookLedger Webhooks => new SqliteWebhooks(Database);

    internal override IRetentionLedger Retention => new SqliteRetention(Database);

    internal override IPhotoQueries PhotoReads => new SqlitePhotoQueries(Database);

    internal override IUploadLedger Uploads => new SqliteUploads(Database);

    internal override IPhotoLedger Photos => photos;

    internal override IStoreMasterLedger Masters => new SqliteStoreMasters(Database);

    internal override IDatabaseState State => new SqliteState(Database);

    internal override IThroughputLedger Throughput => new SqliteThroughput(Database);

    internal override IDatabaseClock Clock => new SqliteClock();

    internal override ValueTask StartAsync()
    {
        Database = new SqliteDatabase(Folder.ConnectionString, alone: true);
        ledger = new SqliteLedger(Database, Unheard.Ledger, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance);
        photos = new SqlitePhotos(Database);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        photos.Dispose();
        await ledger.DisposeAsync();
        Database.Dispose();
        Folder.Dispose();
    }

    internal override Task<ICheckedDatabase> OpenCheckAsync() =>
        Task.FromResult<ICheckedDatabase>(SqliteCheck.Open(Folder.ConnectionString));

    internal override Task ExecuteAsync(string statement) => Task.FromResult(Folder.Execute(statement));

    internal override Task<IReadOnlyList<string?>> ReadAsync(string query) =>
        Database.ReadAsync<IReadOnlyList<string?>>(
            session =>
                session.Query(query, row => row.IsDBNull(0) ? null : Convert.ToString(row.GetValue(0), CultureInfo.InvariantCulture)),
            CancellationToken.None
        );
}
