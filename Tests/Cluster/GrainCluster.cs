using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;
using Orleans.TestingHost;
using RetailPulse.Grains;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Cluster;

/// <summary>The real grains on in-process silos, with a ledger in memory and a fetcher that answers what the test says.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster cluster;
    private readonly string stores = Path.GetTempFileName();

    private GrainCluster(int silos, Dictionary<string, string?> settings)
    {
        (Uploads, Documents) = (new FakeUploads(Ledger), new FakeJobDocuments(Ledger));
        File.WriteAllText(stores, "store_id,store_name,area_code\nS1,One,10\nS2,Two,10\nS3,Three,20\n");
        settings["RetailPulse:Stores:Path"] = stores;
        settings.TryAdd("RetailPulse:Gpu:MinSleep", "00:00:00");
        settings.TryAdd("RetailPulse:Gpu:MaxSleep", "00:00:00");
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(configuration, settings);

        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.Services.AddRetailPulseGrains(configuration);
                silo.Services.AddSingleton<ILedger>(Ledger);
                silo.Services.AddSingleton<IJobDocuments>(Documents);
                silo.Services.AddSingleton<IStoreMasterLedger>(StoreMasters);
                silo.Services.AddSingleton<IUploadLedger>(Uploads);
                silo.Services.Replace(ServiceDescriptor.Singleton<IImageFetcher>(Fetcher));
                silo.Services.AddSingleton<IGrainStorageSerializer, DocumentSerializer>();
                silo.AddMemoryGrainStorageAsDefault();
            }
        );
        cluster = builder.Build();
    }

    public FakeLedger Ledger { get; } = new();

    public FakeStoreMasterLedger StoreMasters { get; } = new();

    public FakeUploads Uploads { get; }

    public FakeJobDocuments Documents { get; }

    public FakeFetcher Fetcher { get; } = new();

    public InProcessTestCluster Silos => cluster;

    /// <summary>The CSV that the store master reads: S1, S2 and S3.</summary>
    public string StoresFile => stores;

    private IGrainStorage Storage => cluster.Silos[0].ServiceProvider.GetRequiredKeyedService<IGrainStorage>("Default");

    public static async Task<GrainCluster> StartAsync(int silos = 1, params (string Key, string Value)[] settings)
    {
        var started = new GrainCluster(silos, settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        await started.cluster.DeployAsync();
        return started;
    }

    public IJobGrain Job(long id) => cluster.Client.GetGrain<IJobGrain>(id);

    public IStoreVisitGrain Visit(long job, int visit) =>
        cluster.Client.GetGrain<IStoreVisitGrain>(job, visit.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A job's document as it is stored, behind the back of its grain.</summary>
    public Task<VersionedDocument<StoredJob>?> FindJobAsync(long id) => Documents.FindAsync<StoredJob>(id, CancellationToken.None);

    /// <summary>Writes a job's document as another activation would.</summary>
    public Task WriteJobAsync(long id, VersionedDocument<StoredJob> known) =>
        Documents.WriteAsync(id, known.Document, known.Version, CancellationToken.None);

    /// <summary>Stores a grain's document before its first activation.</summary>
    public Task WriteAsync<T>(string name, IAddressable grain, T document) =>
        Storage.WriteStateAsync(name, grain.GetGrainId(), new GrainState<T>(document));

    public async Task<JobStatusSnapshot> EndOfAsync(long id)
    {
        JobStatusSnapshot? answer = null;
        await Eventually.TrueAsync(
            async () => (answer = await Job(id).GetStatusAsync()) is { Status: not JobStatus.Ongoing },
            $"job {id} ends"
        );
        return answer!;
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        File.Delete(stores);
    }
}
