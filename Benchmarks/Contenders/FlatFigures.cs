using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>The figures of work of any size, so that sizes can be compared.</summary>
internal static class FlatFigures
{
    public static readonly Column[] Columns =
    [
        new("images/s", "images_per_second"),
        new("jobs/s", "jobs_per_second"),
        new("wall s", "wall_seconds"),
        new("CPU s/1000", "cpu_seconds_per_1000_images"),
        new("peak MB", "peak_megabytes"),
        new("status p50 ms", "status_p50_milliseconds"),
        new("status p99 ms", "status_p99_milliseconds"),
        new("database MB", "database_megabytes"),
    ];

    /// <summary>Columns, counted from 0, that a plot shows.</summary>
    public const int Peak = 4,
        StatusP99 = 6;

    private const double Megabyte = 1_000_000;

    public static Row From(string name, int images, int jobs, TimeSpan wall, Cost before, Cost after, double[] reads, long databaseBytes) =>
        new(
            name,
            images / wall.TotalSeconds,
            jobs / wall.TotalSeconds,
            wall.TotalSeconds,
            (after.Cpu - before.Cpu).TotalSeconds * 1000 / images,
            after.PeakBytes / Megabyte,
            Statistics.Percentile(reads, 50),
            Statistics.Percentile(reads, 99),
            databaseBytes / Megabyte
        );
}
