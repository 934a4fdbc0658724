using System.Globalization;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>The bare loop in a process of its own.</summary>
internal static class BareContender
{
    /// <summary>What the process says before it waits for <see cref="Go"/>.</summary>
    public const string ReadyMark = "bare loop is ready";

    /// <summary>What it says before the seconds that it took.</summary>
    public const string DoneMark = "bare loop took ";

    public const string Go = "go";

    public static async Task<Row> RunAsync(JobSetup setup, string host, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.StartSelf(Arguments(setup, host));
        await process.ReadAfterAsync(ReadyMark, cancellationToken);
        var before = process.Cost;
        await process.TellAsync(Go, cancellationToken);
        var seconds = double.Parse(await process.ReadAfterAsync(DoneMark, cancellationToken), CultureInfo.InvariantCulture);
        return JobFigures.From("bare", setup.Visits * setup.Images, TimeSpan.FromSeconds(seconds), before, process.Cost, accepted: null);
    }

    private static string[] Arguments(JobSetup setup, string host) =>
    [
        "bare", "--host", host, "--visits", Number(setup.Visits), "--images", Number(setup.Images),
        "--sleep", setup.Sleep.Argument, "--slots", Number(setup.AllSlots), "--warm-up", Number(setup.WarmUp),
    ];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
