using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Jobs;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Work of growing size: what grows with it, and what stays flat.</summary>
internal static class FlatCommand
{
    private static readonly Option<int[]> Images = Settings.Numbers(
        "--images",
        [10_000, 100_000, 1_000_000],
        0,
        "images of one job, ten a visit; several, ascending; 0: none"
    );
    private static readonly Option<int[]> Jobs = Settings.Numbers(
        "--jobs",
        [100, 1000, 10_000],
        0,
        "jobs of two images, submitted on 64 connections; several, ascending; 0: none"
    );
    private static readonly Option<int> Size = Settings.Number("--size", 4000, SampleJpeg.Least, "bytes of each image");
    private static readonly Option<SleepRange> Sleep = Settings.SleepOption(SleepRange.Exactly(TimeSpan.Zero));
    private static readonly Option<FileInfo?> PlotFile = new("--plot")
    {
        Description = "SVG file to write, of peak memory and reads of the status against the size",
    };

    public static Command Create() =>
        new Command(
            "flat",
            "One job of growing size, and growing numbers of small jobs, each on a fresh product, while a status is read 20 times a second. "
                + "Promised: peak memory of 1,000,000 images at most 1.3 times that of 10,000."
        )
            .With(
                Images,
                Jobs,
                Size,
                Sleep,
                Settings.Slots,
                Settings.Silos,
                Settings.Deadline,
                PlotFile,
                Settings.Set,
                Settings.Database,
                Settings.Product
            )
            .Measures(MeasureAsync);

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(line.GetValue(Size), cancellationToken);
        var setup = line.ReadProduct(line.GetValue(Sleep));
        var one = await RunAllAsync(
            line,
            Images,
            (images, token) => FlatContender.RunJobAsync(setup, origin.Host, origin.Network, images, token),
            cancellationToken
        );
        var many = await RunAllAsync(
            line,
            Jobs,
            (jobs, token) => FlatContender.RunJobsAsync(setup, origin.Host, origin.Network, jobs, token),
            cancellationToken
        );
        if (line.GetValue(PlotFile) is { } file)
            await File.WriteAllTextAsync(
                file.FullName,
                Plot.Draw([.. Panels(one, "one job", "images"), .. Panels(many, "small jobs", "jobs")]),
                cancellationToken
            );
        var circumstances =
            $"images of {line.GetValue(Size)} bytes, sleep {line.GetValue(Sleep)}, {line.GetValue(Settings.Slots)} slots, {setup}";
        return new Table("flat", circumstances, FlatFigures.Columns, [.. WithGrowth(one, "images"), .. WithGrowth(many, "jobs")]);
    }

    private static async Task<List<(int Size, Row Row)>> RunAllAsync(
        ParseResult line,
        Option<int[]> sizes,
        Func<int, CancellationToken, Task<Row>> measure,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<(int, Row)>();
        foreach (var size in line.GetRequiredValue(sizes).Where(size => size > 0))
        {
            var row = await RunGuard.WithinAsync(line.GetValue(Settings.Deadline), token => measure(size, token), cancellationToken);
            Progress.Say($"{row.Name}: {row.Values[0]:F0} images/s");
            rows.Add((size, row));
        }

        return rows;
    }

    /// <summary>The rows, and how the last differs from the first.</summary>
    private static IEnumerable<Row> WithGrowth(List<(int Size, Row Row)> rows, string what) =>
        rows.Count < 2
            ? rows.Select(row => row.Row)
            : [.. rows.Select(row => row.Row), rows[^1].Row.Over(rows[0].Row) with { Name = $"{what}, last/first" }];

    private static IEnumerable<Panel> Panels(List<(int Size, Row Row)> rows, string title, string across) =>
        rows.Count == 0
            ? []
            :
            [
                new Panel(
                    $"{title}: peak memory, MB",
                    across,
                    [.. rows.Select(row => ((double)row.Size, row.Row.Values[FlatFigures.Peak]!.Value))]
                ),
                new Panel(
                    $"{title}: status p99, ms",
                    across,
                    [.. rows.Select(row => ((double)row.Size, row.Row.Values[FlatFigures.StatusP99]!.Value))]
                ),
            ];
}
