namespace RetailPulse.Benchmarks.Processes;

/// <summary>
/// The product as real processes on an empty database: one embedded front end, or silos and a front end that is their client.
/// </summary>
internal sealed class Product : IAsyncDisposable
{
    private readonly RunFolder folder = new();
    private readonly List<ChildProcess> processes = [];
    private int silos;

    private Product() { }

    public HttpClient Http { get; } = new();

    public IDatabase Database { get; private set; } = null!;

    /// <summary>The processor time includes the database's; the memory does not.</summary>
    public Cost Cost => ProcessCost.Sum(Costs);

    public IReadOnlyList<ProcessCost> Costs =>
        [
            .. processes.Select((process, at) => new ProcessCost(at < silos ? $"silo {at + 1}" : "front end", process.Cost)),
            .. Database.Cost is { } cost ? [new ProcessCost(ProcessCost.Database, cost)] : Array.Empty<ProcessCost>(),
        ];

    public void ForgetPeak() => processes.ForEach(process => process.ForgetPeak());

    /// <summary>The end of each process's output.</summary>
    public string LastWords => string.Join('\n', processes.Select(process => process.LastWords));

    /// <param name="allowed">The origin's network and port, in the form of <c>RetailPulse:Images:AllowedNetworks</c>.</param>
    public static async Task<Product> StartAsync(ProductSetup setup, string allowed, CancellationToken cancellationToken)
    {
        var product = new Product();
        try
        {
            product.Database =
                setup.Database == DatabaseKind.Sqlite ? new SqliteDatabase(product.folder.Database) : await PostgreSqlDatabase.StartAsync();
            await product.StartAsync(
                setup,
                [.. setup.Settings, .. product.Database.Settings, .. product.Settings(allowed)],
                cancellationToken
            );
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its resource use cannot be read afterwards.</summary>
    /// <param name="silo">Counted from 0.</param>
    public Task KillSiloAsync(int silo) => processes[silo].KillAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
            await process.DisposeAsync();
        Http.Dispose();
        if (Database is not null)
            await Database.DisposeAsync();
        folder.Dispose();
    }

    private async Task StartAsync(ProductSetup setup, string[] settings, CancellationToken cancellationToken)
    {
        for (silos = 0; silos < setup.Silos; silos++)
            await Start(setup, "Silo", settings).ReadAfterAsync("Application started", cancellationToken);
        var role = setup.Silos == 0 ? "Embedded" : "Client";
        var front = Start(setup, "WebFrontend", ["--urls=http://127.0.0.1:0", $"--RetailPulse:Cluster:Role={role}", .. settings]);
        Http.BaseAddress = new Uri(await front.ReadAfterAsync("Now listening on: ", cancellationToken));
    }

    private ChildProcess Start(ProductSetup setup, string assembly, string[] arguments)
    {
        var process = ChildProcess.Start(Path.Combine(setup.Folder, $"RetailPulse.{assembly}.dll"), arguments);
        processes.Add(process);
        return process;
    }

    private string[] Settings(string allowed) =>
        [
            $"--RetailPulse:Stores:Path={folder.StoreMaster}",
            $"--RetailPulse:Images:AllowedNetworks:0={allowed}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            "--RetailPulse:Api:MaxBodyBytes=1073741824",
        ];
}
