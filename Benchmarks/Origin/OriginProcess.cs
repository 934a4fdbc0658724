using System.Globalization;
using RetailPulse.Benchmarks.Processes;

namespace RetailPulse.Benchmarks.Origin;

/// <summary>The origin in a separate process, so that no contender is charged for its work.</summary>
internal sealed class OriginProcess : IAsyncDisposable
{
    private readonly ChildProcess process;

    private OriginProcess(ChildProcess process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    public ProcessCost Cost => new(ProcessCost.Origin, process.Cost);

    /// <summary>Its first address, with the port.</summary>
    public string Host => $"127.0.0.1:{Port}";

    /// <summary>What the product must be allowed to fetch from.</summary>
    public string Network => $"127.0.0.1/32:{Port}";

    public static async Task<OriginProcess> StartAsync(ImageSizes sizes, CancellationToken cancellationToken, params string[] addresses)
    {
        var process = ChildProcess.StartSelf([
            "origin",
            "--size",
            sizes.Mean.ToString(CultureInfo.InvariantCulture),
            "--spread",
            sizes.Spread.ToString(CultureInfo.InvariantCulture),
            .. addresses.SelectMany(address => (string[])["--address", address]),
        ]);
        try
        {
            return new OriginProcess(
                process,
                int.Parse(await process.ReadAfterAsync(Mark, cancellationToken), CultureInfo.InvariantCulture)
            );
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the process says before its port.</summary>
    public const string Mark = "origin on port ";

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
