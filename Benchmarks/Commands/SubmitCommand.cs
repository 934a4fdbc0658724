using System.CommandLine;
using RetailPulse.Benchmarks.Contenders;
using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>How long a <c>201</c> takes for large jobs, and what the largest body costs in memory.</summary>
internal static class SubmitCommand
{
    private static readonly Option<int> Small = Settings.Number("--small", 10_000, 1, "images of a job of the smaller kind, ten a visit");
    private static readonly Option<int> SmallCount = Settings.Number("--small-count", 30, 1, "submissions of the smaller kind");
    private static readonly Option<int> Large = Settings.Number("--large", 100_000, 1, "images of a job of the larger kind, ten a visit");
    private static readonly Option<int> LargeCount = Settings.Number("--large-count", 10, 1, "submissions of the larger kind");
    private static readonly Option<int> Body = Settings.Number(
        "--body",
        33_554_432,
        100_000,
        "bytes of the body whose memory is measured; by default the most that is taken"
    );

    public static Command Create() =>
        new Command(
            "submit",
            "How long a 201 takes, alone (stores unknown: no image is processed) and during jobs whose images sleep for a minute, while the status "
                + "of a finished job is read 50 times a second; and the memory of the largest body. "
                + "Promised: p99 of 60 ms for 10,000 images and 500 ms for 100,000; memory 4 times the body."
        )
            .With(
                Small,
                SmallCount,
                Large,
                LargeCount,
                Body,
                Settings.Slots,
                Settings.Silos,
                Settings.Deadline,
                Settings.Set,
                Settings.Database,
                Settings.Product
            )
            .Measures(MeasureAsync);

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        await using var origin = await OriginProcess.StartAsync(4000, cancellationToken);
        var setup = line.ReadProduct(SubmissionContender.Sleep);
        var rows = new List<Row>();
        foreach (
            var (images, count) in new[]
            {
                (line.GetValue(Small), line.GetValue(SmallCount)),
                (line.GetValue(Large), line.GetValue(LargeCount)),
            }
        )
        {
            await AddAsync(token => SubmissionContender.RunIdleAsync(setup, origin.Host, origin.Network, images, count, token));
            await AddAsync(token => SubmissionContender.RunAlongsideAsync(setup, origin.Host, origin.Network, images, count, token));
        }

        await AddAsync(token => SubmissionContender.RunLargestAsync(setup, origin.Host, origin.Network, line.GetValue(Body), token));
        var circumstances = $"{line.GetValue(SmallCount)} and {line.GetValue(LargeCount)} submissions, {setup}";
        return new Table("submit", circumstances, SubmissionContender.Columns, rows);

        async Task AddAsync(Func<CancellationToken, Task<Row>> measure)
        {
            rows.Add(await RunGuard.WithinAsync(line.GetValue(Settings.Deadline), measure, cancellationToken));
            Progress.Say($"{rows[^1].Name}: {rows[^1].Values[0]:F1} ms");
        }
    }
}
