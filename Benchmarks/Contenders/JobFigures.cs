using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>What is told of one job, whoever did it.</summary>
internal static class JobFigures
{
    public static readonly Column[] Columns =
    [
        new("images/s", "images_per_second"),
        new("wall s", "wall_seconds"),
        new("CPU s/1000", "cpu_seconds_per_1000_images"),
        new("peak MB", "peak_megabytes"),
        new("201 ms", "accepted_milliseconds"),
    ];

    private const double Megabyte = 1_000_000;

    /// <param name="before">The cost when the job began; what a start costs is not the job's.</param>
    /// <param name="accepted">How long the <c>201</c> took.</param>
    public static Row From(string contender, int images, TimeSpan wall, Cost before, Cost after, TimeSpan? accepted) => new(
        contender,
        images / wall.TotalSeconds,
        wall.TotalSeconds,
        (after.Cpu - before.Cpu).TotalSeconds * 1000 / images,
        after.PeakBytes / Megabyte,
        accepted?.TotalMilliseconds);
}
