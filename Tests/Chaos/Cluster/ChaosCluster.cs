using RetailPulse.Tests.Chaos.Load;

namespace RetailPulse.Tests.Chaos.Cluster;

/// <summary>
/// Three silos and two front ends as processes that are kept running on their own database. With root rights, each silo has its own network
/// host.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    /// <summary>Name of the silo whose responses from PostgreSQL can be lost.</summary>
    public const string Lossy = "s1";

    private readonly string folder;
    private readonly OrphanCleanup cleanup = new();
    private readonly string mark = Guid.NewGuid().ToString("N");
    private ChaosOrigin origin = null!;

    private ChaosCluster(string folder) => this.folder = folder;

    public IReadOnlyList<Place> Silos { get; private set; } = [];

    public IReadOnlyList<Place> FrontEnds { get; private set; } = [];

    public IEnumerable<Place> Places => [.. Silos, .. FrontEnds];

    public IReadOnlyList<Uri> Addresses { get; } = [.. Enumerable.Range(0, 2).Select(_ => new Uri($"http://127.0.0.1:{FreePorts.Next()}"))];

    public Uri Origin => origin.Address;

    public IChaosStorage Storage { get; private set; } = null!;

    /// <summary>Network of the cluster; <see langword="null"/> if all processes share this machine's network.</summary>
    public NamespaceNetwork? Network { get; private set; }

    /// <summary>Wall clock of the last silo.</summary>
    public WallClock? Clock { get; private set; }

    /// <param name="folder">Folder for the processes' logs.</param>
    public static async Task<ChaosCluster> StartAsync(bool postgres, string folder)
    {
        var cluster = new ChaosCluster(folder);
        try
        {
            await cluster.BuildAsync(postgres);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Places.Select(place => place.DisposeAsync().AsTask()));
        if (Storage is not null)
            await Storage.DisposeAsync();
        if (origin is not null)
            await origin.DisposeAsync();
        if (Network is not null)
            await Network.DisposeAsync();
        cleanup.Dispose();
    }

    private async Task BuildAsync(bool postgres)
    {
        string[] silos = [Lossy, "s2", "s3"];
        if (postgres && Environment.IsPrivilegedProcess)
            Network = await NamespaceNetwork.StartAsync(cleanup, [ChaosPostgres.Host, .. silos]);
        origin = await ChaosOrigin.StartAsync(Network?.Here ?? "127.0.0.1");
        Storage = postgres ? await ChaosPostgres.StartAsync(Network) : new ChaosSqlite();
        Clock = WallClock.Create(folder);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "stores.csv"),
            ["store_id,store_name,area_code", .. JobMaker.KnownStores.Select(store => $"{store},{store},10")]
        );

        Silos = [.. silos.Select(silo => new Place(silo, () => LaunchSilo(silo, silo == silos[^1] ? Clock : null)))];
        FrontEnds = [.. Addresses.Select((address, i) => new Place($"front{i + 1}", () => LaunchFrontEnd($"front{i + 1}", address)))];
        foreach (var place in Places)
            place.Open();
        await Eventually.TrueAsync(() => Places.All(place => place.IsReady), "the cluster is up", seconds: 120);
    }

    private ProductProcess LaunchSilo(string name, WallClock? clock)
    {
        string[] where = Network is null ? [] : [$"--RetailPulse:Cluster:AdvertisedAddress={Network.Address(name)}"];
        return Launch(
            "Silo",
            name,
            Network?.Launcher(name) ?? [],
            clock?.Variables ?? [],
            [
                .. where,
                "--RetailPulse:Cluster:SiloPort=0",
                "--RetailPulse:Cluster:GatewayPort=0",
                "--RetailPulse:Images:Slots=32",
                "--RetailPulse:Gpu:MinSleep=00:00:00.020",
                "--RetailPulse:Gpu:MaxSleep=00:00:00.200",
                $"--RetailPulse:Images:AllowedNetworks:0={Origin.Host}/32:{Origin.Port}",
            ]
        );
    }

    private ProductProcess LaunchFrontEnd(string name, Uri address) =>
        Launch("WebFrontend", name, [], [], ["--RetailPulse:Cluster:Role=Client", $"--urls={address}"]);

    private ProductProcess Launch(
        string assembly,
        string name,
        string[] launcher,
        IEnumerable<(string Name, string Value)> variables,
        string[] settings
    )
    {
        var surroundings = new ProcessEnvironment
        {
            Launcher = launcher,

            // Fast starts matter more here than optimized code, because there are hundreds.
            Variables = [.. variables, ("RETAILPULSE_CHAOS", mark), ("DOTNET_TieredCompilation", "1")],
            Log = Path.Combine(folder, $"{name}.log"),
        };
        var process = ProductProcess.Launch(
            assembly,
            surroundings,
            [
                .. name == Lossy && Storage is ChaosPostgres postgres ? postgres.ProxySettings : Storage.Settings,
                $"--RetailPulse:Stores:Path={Path.Combine(folder, "stores.csv")}",
                .. settings,
            ]
        );

        // By then, the process id may belong to another process.
        cleanup.AtTheEnd($"grep -qs {mark} /proc/{process.Id}/environ && kill -9 {process.Id}");
        return process;
    }
}
