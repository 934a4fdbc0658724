using System.Globalization;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>The bare loop in a process of its own.</summary>
internal static class BareContender
{
    /// <summary>What the process says before it waits for <see cref="Go"/>.</summary>
    public const string ReadyMark = "bare loop is ready";

    /// <summary>Prefix of its output line with the duration in seconds.</summary>
    public const string DoneMark = "bare loop took ";

    public const string Go = "go";

    public static async Task<Row> RunAsync(JobSetup setup, OriginProcess origin, CancellationToken cancellationToken)
    {
        await using var process = ChildProcess.StartSelf(Arguments(setup, origin.Host));
        await process.ReadAfterAsync(ReadyMark, cancellationToken);
        IReadOnlyList<ProcessCost> before = [new("bare loop", process.Cost), origin.Cost];
        await process.TellAsync(Go, cancellationToken);
        var seconds = double.Parse(await process.ReadAfterAsync(DoneMark, cancellationToken), CultureInfo.InvariantCulture);
        var used = ProcessCost.Since(before, [new("bare loop", process.Cost), origin.Cost]);
        return JobFigures.From("bare", setup.Visits * setup.Images, TimeSpan.FromSeconds(seconds), [used[0]], used[1], accepted: null);
    }

    private static string[] Arguments(JobSetup setup, string host) =>
        [
            "bare",
            "--host",
            host,
            "--visits",
            Number(setup.Visits),
            "--images",
            Number(setup.Images),
            "--sleep",
            setup.Sleep.Argument,
            "--slots",
            Number(setup.AllSlots),
            "--warm-up",
            Number(setup.WarmUp),
        ];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
