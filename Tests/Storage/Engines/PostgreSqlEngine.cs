using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Hosting;
using RetailPulse.Silo.Storage.Checks;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.PostgreSql.Checks;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;
using RetailPulse.Silo.Storage.PostgreSql.Reading;

namespace RetailPulse.Tests.Storage.Engines;

/// <param name="options">Options of <c>CREATE DATABASE</c>; <see langword="null"/> for the usual ones.</param>
internal sealed class PostgreSqlEngine(SharedPostgres server, string? options = null) : StorageEngine
{
    private PostgreSqlLedger ledger = null!;
    private PostgreSqlPhotos photos = null!;
    private string connectionString = "";

    public PostgreSqlDatabase Database { get; private set; } = null!;

    internal override ILedger Ledger => ledger;

    internal override IJobQueries Reads => new PostgreSqlJobQueries(Database);

    internal override IVisitQueries VisitReads => new PostgreSqlVisitQueries(Database);

    internal override IFailureQueries Failures => new PostgreSqlFailureQueries(Database);

    internal override IJobDocuments Documents => new PostgreSqlJobDocuments(Database, SiloHosting.ServiceId);

    internal override IWebhookLedger Webhooks => new PostgreSqlWebhooks(Database);

    internal override IRetentionLedger Retention => new PostgreSqlRetention(Database);

    internal override IPhotoQueries PhotoReads => new PostgreSqlPhotoQueries(Database);

    internal override IUploadLedger Uploads => new PostgreSqlUploads(Database);

    internal override IPhotoLedger Photos => photos;

    internal override IStoreMasterLedger Masters => new PostgreSqlStoreMasters(Database);

    internal override IDatabaseState State => new PostgreSqlState(Database);

    internal override IThroughputLedger Throughput => new PostgreSqlThroughput(Database);

    internal override IDatabaseClock Clock => new PostgreSqlClock(Database);

    /// <summary>Opens another ledger on the same database, as another process would.</summary>
    public PostgreSqlLedger OpenLedger() =>
        new(Database, Unheard.Ledger, TimeProvider.System, NullLogger<GroupCommit<ImageResult>>.Instance);

    internal override async ValueTask StartAsync()
    {
        connectionString = options is null ? await server.CreateDatabaseAsync() : await server.CreateEmptyDatabaseAsync(options);
        Database = new PostgreSqlDatabase(connectionString, alone: false);
        ledger = OpenLedger();
        photos = new PostgreSqlPhotos(Database);
    }

    public override async ValueTask DisposeAsync()
    {
        photos.Dispose();
        await ledger.DisposeAsync();
        await Database.DisposeAsync();
    }

    internal override async Task<ICheckedDatabase> OpenCheckAsync() =>
        await PostgreSqlCheck.OpenAsync(connectionString, CancellationToken.None);

    internal override Task ExecuteAsync(string statement) => Database.ExecuteAsync(statement, CancellationToken.None);

    internal override async Task<IReadOnlyList<string?>> ReadAsync(string query) =>
        await Database.QueryAsync(
            query,
            row => row.IsDBNull(0) ? null : Convert.ToString(row.GetValue(0), CultureInfo.InvariantCulture),
            CancellationToken.None
        );
}
