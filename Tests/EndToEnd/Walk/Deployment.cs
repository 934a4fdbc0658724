namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>
/// The product as real processes on one database, which can be stopped or killed, and started again on it. Each process has the settings
/// that belong to it.
/// </summary>
/// <param name="silos">0: the one front end is the whole product.</param>
/// <param name="database">The settings that name it, of every process.</param>
internal sealed class Deployment(int silos, int fronts, IReadOnlyList<string> database) : IAsyncDisposable
{
    private static readonly string[] AnyPorts = ["--RetailPulse:Cluster:SiloPort=0", "--RetailPulse:Cluster:GatewayPort=0"];

    private readonly List<ProductProcess> started = [];
    private ProductProcess[] running = [];

    public IReadOnlyList<ProductProcess> Fronts { get; private set; } = [];

    /// <summary>Number of silos, embedded or not.</summary>
    public int Silos => Math.Max(1, silos);

    /// <summary>Settings of silos, embedded or not.</summary>
    public required IReadOnlyList<string> SiloSettings { get; init; }

    public required IReadOnlyList<string> FrontSettings { get; init; }

    /// <summary>Operations that succeeded, in any process.</summary>
    public IEnumerable<string> Served =>
        started
            .SelectMany(process => process.Answers.Seen)
            .Where(answer => answer.Status < 300)
            .Select(answer => answer.Operation)
            .Distinct();

    public async Task StartAsync()
    {
        var hosts = await Task.WhenAll(
            Enumerable.Range(0, silos).Select(_ => KeepAsync(ProductProcess.StartSiloAsync([.. database, .. AnyPorts, .. SiloSettings])))
        );
        string[] role = silos == 0 ? [.. AnyPorts, .. SiloSettings] : ["--RetailPulse:Cluster:Role=Client"];
        Fronts = await Task.WhenAll(
            Enumerable.Range(0, fronts).Select(_ => KeepAsync(ProductProcess.StartFrontEndAsync([.. database, .. FrontSettings, .. role])))
        );
        running = [.. Fronts, .. hosts];
    }

    /// <summary>All at once, as when a machine is shut down.</summary>
    public async Task StopAsync()
    {
        var ends = await Task.WhenAll(running.Select(process => process.StopAsync()));
        Assert.All(ends, end => Assert.Equal(0, end.ExitCode));
    }

    public Task KillAsync() => Task.WhenAll(running.Select(process => process.KillAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in started)
            await process.DisposeAsync();
    }

    /// <summary>Starts even if another process does not.</summary>
    private async Task<ProductProcess> KeepAsync(Task<ProductProcess> starting)
    {
        var process = await starting;
        lock (started)
            started.Add(process);
        return process;
    }
}
