using RetailPulse.Client;
using RetailPulse.Tests.EndToEnd.HalfHealthy.Scenarios;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>All scenarios at the same time against one product process: most of their time is waiting.</summary>
public sealed class HalfHealthyRun : IAsyncLifetime
{
    private static readonly Dictionary<string, Func<TestBed, Task>> Scenarios = new()
    {
        ["ten URLs hang, fifty good ones follow"] = Hanging.TenThenFiftyGoodAsync,
        ["two hundred URLs hang among fifty good ones"] = Hanging.ManyAmongFiftyGoodAsync,
        ["first bytes come too late"] = Hanging.SlowFirstBytesAsync,
        ["bodies trickle"] = Hanging.TricklingAsync,
        ["a host never responds"] = Hanging.SilentHostAsync,
        ["a job is canceled while its host is probed"] = Hanging.CancelWhileProbingAsync,
        ["429 after every 32 requests"] = RateLimiting.BurstsAsync,
        ["429 asks for more than the patience"] = RateLimiting.RestBeyondPatienceAsync,
        ["429 asks for more than any job can give"] = RateLimiting.RestBeyondAllAsync,
        ["one path is broken"] = Failing.OneBrokenPathAsync,
        ["one of two ports is dead"] = Failing.OneOfTwoPortsAsync,
        ["a deployment refuses connections"] = Deploys.RefusedAsync,
        ["a deployment responds 503"] = Deploys.UnavailableAsync,
        ["a deployment resets connections"] = Deploys.ResetAsync,
        ["one of two addresses is dead"] = Cdn.OneDeadAddressOfTwoAsync,
        ["more images than connections of a slow host"] = Busy.MoreImagesThanConnectionsAsync,
        ["redirects to a slow and a silent host"] = Redirecting.ToSlowAndSilentHostsAsync,
    };

    private readonly SqliteFolder folder = new();
    private readonly HostNames names = new(Cdn.Names);
    private ProductProcess product = null!;
    private RetailPulseClient client = null!;
    private Dictionary<string, Task> outcomes = [];

    public static IEnumerable<string> Names => Scenarios.Keys;

    public async ValueTask InitializeAsync()
    {
        var hasNames = await names.ArePossibleAsync();
        var surroundings = new ProcessEnvironment { Launcher = hasNames ? names.Launcher : [] };
        product = await ProductProcess.StartFrontEndAsync(
            surroundings,
            [$"--ConnectionStrings:RetailPulse={folder.ConnectionString}", .. TestBed.Settings]
        );
        client = new RetailPulseClient(product.Http);
        var bed = new TestBed(client, hasNames);
        outcomes = Scenarios.ToDictionary(scenario => scenario.Key, scenario => scenario.Value(bed));
    }

    public async ValueTask DisposeAsync()
    {
        // The tests report what failed. Here it matters only that nobody uses the process any longer.
        await Task.WhenAll(outcomes.Values).ContinueWith(_ => { }, TaskScheduler.Default);
        client.Dispose();
        await product.DisposeAsync();
        names.Dispose();
        folder.Dispose();
    }

    /// <summary>Returns when the scenario has ended, or throws what made it fail.</summary>
    internal Task EndAsync(string scenario) => outcomes[scenario];
}
