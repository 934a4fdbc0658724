using Orleans.Configuration;
using Orleans.Storage;
using RetailPulse.Grains.Ledger;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Silo.Storage;

/// <summary>Puts the configured storage behind the ledger and Orleans' providers.</summary>
internal static class StorageHosting
{
    /// <summary>Orleans checks the invariant's name against its own list; the data source is what it uses.</summary>
    private const string Invariant = "System.Data.SQLite";

    /// <summary>Opens the database, making or refusing its schema, before anything else starts.</summary>
    /// <param name="alone">This process is the whole cluster.</param>
    /// <exception cref="StorageException">The storage cannot be used; the message says what to do.</exception>
    public static SqliteDataSource AddRetailPulseDatabase(this IServiceCollection services, IConfiguration configuration, bool alone)
    {
        var database = new SqliteDatabase(StorageOptions.Read(configuration).ConnectionString, alone);
        services.AddSingleton(database);
        return new SqliteDataSource(database);
    }

    public static ISiloBuilder AddRetailPulseStorage(this ISiloBuilder silo, SqliteDataSource source)
    {
        silo.Services.AddSingleton<ILedger, SqliteLedger>();
        silo.Services.AddSingleton<IGrainStorageSerializer, DocumentSerializer>();
        return silo.AddAdoNetGrainStorageAsDefault(storage =>
        {
            (storage.Invariant, storage.DataSource) = (Invariant, source);
            storage.DeleteStateOnClear = true;
            storage.GrainStorageSerializer = new DocumentSerializer();
        });
    }

    public static ISiloBuilder AddRetailPulseClustering(this ISiloBuilder silo, SqliteDataSource source) => silo.UseAdoNetClustering(
        (AdoNetClusteringSiloOptions clustering) => (clustering.Invariant, clustering.DataSource) = (Invariant, source));

    public static IClientBuilder AddRetailPulseClustering(this IClientBuilder client, SqliteDataSource source) => client.UseAdoNetClustering(
        (AdoNetClusteringClientOptions clustering) => (clustering.Invariant, clustering.DataSource) = (Invariant, source));
}
