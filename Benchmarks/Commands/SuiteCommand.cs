using System.CommandLine;
using RetailPulse.Benchmarks.Report;
using RetailPulse.Benchmarks.Suite;

namespace RetailPulse.Benchmarks.Commands;

/// <summary>Every promise, measured in every deployment that it has a meaning for.</summary>
internal static class SuiteCommand
{
    private static readonly Option<bool> Quick = new("--quick")
    {
        Description = "a smoke run of less than a minute: everything once and tiny, figures that mean nothing",
    };
    private static readonly Option<int> Repeat = Settings.Number(
        "--repeat",
        3,
        1,
        "rounds, in rotating order; medians are reported, with the least and the most"
    );
    private static readonly Option<string?> Record = new("--record")
    {
        Description = "folder of benchmarks.md in which to keep the results, such as docs",
    };

    public static Command Create() =>
        new Command("suite", "Every promise compared with what is measured here, embedded and as clusters on PostgreSQL, in one table.")
            .With(Quick, Repeat, Record, Settings.Deadline, Settings.Product)
            .Measures(MeasureAsync);

    private static async Task<SuiteReport> MeasureAsync(ParseResult line, CancellationToken cancellationToken)
    {
        var scope = line.GetValue(Quick) ? SuiteSize.Smoke : SuiteSize.Full;
        var repeat = scope.Quick ? 1 : line.GetValue(Repeat);
        var record = line.GetValue(Record) is { } folder ? new SuiteRecord(folder) : null;
        record?.Check();

        var machine = Machine.Read();
        var findings = await new Trials(
            scope,
            Path.GetFullPath(line.GetRequiredValue(Settings.Product)),
            repeat,
            line.GetValue(Settings.Deadline)
        ).RunAsync(cancellationToken);
        var report = new SuiteReport(scope, repeat, findings);
        record?.Write(report, findings, machine);
        return report;
    }
}
