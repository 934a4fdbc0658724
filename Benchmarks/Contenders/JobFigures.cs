using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>The figures of one job, of any contender.</summary>
internal static class JobFigures
{
    /// <summary>Places in <see cref="Columns"/>.</summary>
    public const int Pace = 0,
        Cpu = 2,
        Peak = 3;

    public static readonly Column[] Columns =
    [
        new("images/s", "images_per_second"),
        new("wall s", "wall_seconds"),
        new("CPU s/1000", "cpu_seconds_per_1000_images"),
        new("peak MB", "peak_megabytes"),
        new("201 ms", "accepted_milliseconds"),
    ];

    private const double Megabyte = 1_000_000;

    /// <param name="processes">What the contender's used during the job; what a start costs is not the job's.</param>
    /// <param name="origin">Resources that the origin used during the job, which no contender is charged for.</param>
    /// <param name="accepted">How long the <c>201</c> took.</param>
    public static Row From(
        string contender,
        int images,
        TimeSpan wall,
        IReadOnlyList<ProcessCost> processes,
        ProcessCost origin,
        TimeSpan? accepted
    )
    {
        var cost = ProcessCost.Sum(processes);
        return new Row(
            contender,
            images / wall.TotalSeconds,
            wall.TotalSeconds,
            cost.Cpu.TotalSeconds * 1000 / images,
            cost.PeakBytes / Megabyte,
            accepted?.TotalMilliseconds
        )
        {
            Processes = [.. processes, origin],
        };
    }
}
