using System.CommandLine;
using RetailPulse.Benchmarks.Ledger;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>The ledger alone, in this process.</summary>
internal static class LedgerCommand
{
    private static readonly Option<int> Writers = Settings.Number("--writers", 1024, 1, "results in hand at once");
    private static readonly Option<int> Seconds = Settings.Number(
        "--seconds",
        5,
        1,
        "seconds of writing, with group commit and then without"
    );
    private static readonly Option<int> Count = Settings.Number(
        "--count",
        500,
        1,
        "single writes on an idle ledger, each followed by a bare commit"
    );

    public static Command Create() =>
        new Command(
            "ledger",
            "The product's ledger alone: results written with group commit, compared with a transaction for each visit of ten; and a single write, compared with a bare commit "
                + "of the same engine. Promised: p99 of a single write at most 5 ms beyond the bare commit's."
        )
            .With(Writers, Seconds, Count, Settings.Database, Settings.Deadline)
            .Measures(
                (line, cancellationToken) =>
                    RunGuard.WithinAsync(line.GetValue(Settings.Deadline), token => MeasureAsync(line, token), cancellationToken)
            );

    private static async Task<Table> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var kind = line.GetValue(Settings.Database);
        using var folder = new RunFolder();
        await using IDatabase database =
            kind == DatabaseKind.Sqlite ? new SqliteDatabase(folder.Database) : await PostgreSqlDatabase.StartAsync();
        await using var engine = await LedgerEngine.OpenAsync(database, kind, cancellationToken);
        var (ledger, duration) = (new LedgerContender(engine), TimeSpan.FromSeconds(line.GetValue(Seconds)));
        Progress.Say("writing results one at a time");
        var lone = await ledger.RunLoneAsync(line.GetValue(Count), cancellationToken);
        Progress.Say("writing with group commit, and then a transaction for each visit");
        var group = await ledger.RunGroupAsync(line.GetValue(Writers), duration, cancellationToken);
        var visits = await ledger.RunVisitsAsync(line.GetValue(Writers), duration, cancellationToken);
        var circumstances =
            $"{line.GetValue(Writers)} results in hand for {duration.TotalSeconds} s, {line.GetValue(Count)} single writes, on {kind}";
        return new Table("ledger", circumstances, LedgerContender.Columns, [group, visits, group.Over(visits), .. lone]);
    }
}
