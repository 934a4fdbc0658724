using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService;
using Orleans.Serialization;
using Orleans.Storage;
using RetailPulse.Cluster;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Silo.Cluster;
using RetailPulse.Silo.Logging;
using RetailPulse.Silo.Notices;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;
using RetailPulse.Silo.Storage.PostgreSql.Reading;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Ledger;
using RetailPulse.Silo.Storage.Sqlite.Reading;

namespace RetailPulse.Silo.Storage;

/// <summary>The opened database, in the form that Orleans' AdoNet providers need.</summary>
/// <param name="Invariant">Provider name. Orleans checks it against its own list and selects the SQL dialect by it.</param>
internal sealed record OrleansDatabase(string Invariant, DbDataSource Source);

/// <summary>Registers the configured storage for the ledger and Orleans' providers.</summary>
internal static partial class StorageHosting
{
    /// <summary>Opens the database and creates or checks its schema, before anything else starts.</summary>
    /// <param name="alone">Whether this process is the whole cluster.</param>
    /// <exception cref="StorageException">The storage cannot be used; the message says what to do.</exception>
    public static OrleansDatabase AddRetailPulseDatabase(this IServiceCollection services, IConfiguration configuration, bool alone)
    {
        var options = StorageOptions.Read(configuration);
        services.AddMetrics();
        return options.Provider == StorageProvider.PostgreSql
            ? AddPostgreSql(services, configuration, options, alone)
            : AddSqlite(services, configuration, options, alone);
    }

    /// <summary>Updates the schema of the database, as every process does when it starts, and closes the database.</summary>
    /// <exception cref="StorageException">The storage cannot be used; the message says what to do.</exception>
    public static async Task MigrateAsync(IConfiguration configuration)
    {
        var options = StorageOptions.Read(configuration);
        using var early = LogHosting.CreateEarly(configuration);
        if (options.Provider == StorageProvider.PostgreSql)
        {
            foreach (var notice in new ConnectionNotice(options).Read())
                LogNotice(early.CreateLogger<ConnectionNotice>(), notice);
            await OpenPostgreSql(early, options, alone: false).DisposeAsync();
        }
        else
        {
            OpenSqlite(early, options, alone: false).Dispose();
        }
    }

    public static ISiloBuilder AddRetailPulseStorage(this ISiloBuilder silo, OrleansDatabase database)
    {
        silo.Services.AddSingleton<IGrainStorageSerializer, DocumentSerializer>();
        return silo.AddAdoNetGrainStorageAsDefault(storage =>
        {
            (storage.Invariant, storage.DataSource) = (database.Invariant, database.Source);
            storage.DeleteStateOnClear = true;
            storage.GrainStorageSerializer = new DocumentSerializer();
        });
    }

    public static ISiloBuilder AddRetailPulseClustering(this ISiloBuilder silo, OrleansDatabase database)
    {
        silo.UseAdoNetClustering(
            (AdoNetClusteringSiloOptions clustering) =>
                (clustering.Invariant, clustering.DataSource) = (database.Invariant, database.Source)
        );
        silo.Services.AddSingleton<IMembershipTable>(provider =>
            ActivatorUtilities.CreateInstance<ObservedMembership>(
                provider,
                ActivatorUtilities.CreateInstance<AdoNetClusteringTable>(provider)
            )
        );
        return silo;
    }

    public static IClientBuilder AddRetailPulseClustering(this IClientBuilder client, OrleansDatabase database) =>
        client.UseAdoNetClustering(
            (AdoNetClusteringClientOptions clustering) =>
                (clustering.Invariant, clustering.DataSource) = (database.Invariant, database.Source)
        );

    private static SqliteDatabase OpenSqlite(ILoggerFactory log, StorageOptions options, bool alone) =>
        new(options.ConnectionString, alone, log.CreateLogger<SqliteDatabase>());

    private static PostgreSqlDatabase OpenPostgreSql(ILoggerFactory log, StorageOptions options, bool alone) =>
        new(options.ConnectionString, alone, log.CreateLogger<PostgreSqlDatabase>());

    private static OrleansDatabase AddSqlite(IServiceCollection services, IConfiguration configuration, StorageOptions options, bool alone)
    {
        using var early = LogHosting.CreateEarly(configuration);
        var database = OpenSqlite(early, options, alone);
        services.AddSingleton(_ => database);
        services.AddSingleton(database.Secret);
        services.AddSingleton<IStartNotices, SqliteExposure>();
        services.AddSingleton(provider => new LedgerTelemetry(provider.GetRequiredService<IMeterFactory>(), "sqlite"));
        services.AddSingleton<IZeroedCounters>(provider => provider.GetRequiredService<LedgerTelemetry>());
        services.AddSingleton<ILedger>(provider => ActivatorUtilities.CreateInstance<SqliteLedger>(provider, options.CommitEvery));
        services.AddSingleton<IJobDocuments>(provider => new SqliteJobDocuments(database, ServiceOf(provider)));
        services.AddSingleton<IJobQueries, SqliteJobQueries>();
        services.AddSingleton<IFailureQueries, SqliteFailureQueries>();
        services.AddSingleton<IPhotoLedger, SqlitePhotos>();
        services.AddSingleton<IPhotoQueries, SqlitePhotoQueries>();
        services.AddSingleton<IStoreMasterLedger, SqliteStoreMasters>();
        services.AddSingleton<IThroughputLedger, SqliteThroughput>();
        services.AddSingleton<IDatabaseClock, SqliteClock>();
        services.AddSingleton<IUploadLedger, SqliteUploads>();
        services.AddSingleton<IVisitQueries, SqliteVisitQueries>();
        services.AddSingleton<IRetentionLedger, SqliteRetention>();
        services.AddSingleton<IWebhookLedger, SqliteWebhooks>();
        services.AddSingleton<IDatabaseState, SqliteState>();
        return new OrleansDatabase("System.Data.SQLite", new SqliteDataSource(database));
    }

    private static OrleansDatabase AddPostgreSql(
        IServiceCollection services,
        IConfiguration configuration,
        StorageOptions options,
        bool alone
    )
    {
        using var early = LogHosting.CreateEarly(configuration);
        var database = OpenPostgreSql(early, options, alone);
        services.AddSingleton(_ => database);
        services.AddSingleton(database.Secret);
        services.AddSingleton<IStartNotices>(new ConnectionNotice(options));
        services.AddHostedService<PostgreSqlLockWatch>();
        services.AddSingleton(provider => new LedgerTelemetry(provider.GetRequiredService<IMeterFactory>(), "postgresql"));
        services.AddSingleton<IZeroedCounters>(provider => provider.GetRequiredService<LedgerTelemetry>());
        services.AddSingleton<ILedger>(provider => ActivatorUtilities.CreateInstance<PostgreSqlLedger>(provider, options.CommitEvery));
        services.AddSingleton<IJobDocuments>(provider => new PostgreSqlJobDocuments(database, ServiceOf(provider)));
        services.AddSingleton<IJobQueries, PostgreSqlJobQueries>();
        services.AddSingleton<IFailureQueries, PostgreSqlFailureQueries>();
        services.AddSingleton<IPhotoLedger, PostgreSqlPhotos>();
        services.AddSingleton<IPhotoQueries, PostgreSqlPhotoQueries>();
        services.AddSingleton<IStoreMasterLedger, PostgreSqlStoreMasters>();
        services.AddSingleton<IThroughputLedger, PostgreSqlThroughput>();
        services.AddSingleton<IDatabaseClock, PostgreSqlClock>();
        services.AddSingleton<IUploadLedger, PostgreSqlUploads>();
        services.AddSingleton<IVisitQueries, PostgreSqlVisitQueries>();
        services.AddSingleton<IRetentionLedger, PostgreSqlRetention>();
        services.AddSingleton<IWebhookLedger, PostgreSqlWebhooks>();
        services.AddSingleton<IDatabaseState, PostgreSqlState>();

        // An exception that may not be serialized makes the response fail, so the caller would see a serializer error instead.
        services.Configure<ExceptionSerializationOptions>(travelling => travelling.SupportedNamespacePrefixes.Add(nameof(Npgsql)));
        return new OrleansDatabase("Npgsql", database.Source);
    }

    private static string ServiceOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private static partial void LogNotice(ILogger logger, StartNotice notice);
}
