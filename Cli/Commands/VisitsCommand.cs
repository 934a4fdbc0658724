using System.CommandLine;
using System.Globalization;
using RetailPulse.Cli.Output;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse visits</c>.</summary>
internal sealed class VisitsCommand
{
    private static readonly IReadOnlyList<Column<(StoreMeasurements Store, Measurement Image)>> Columns =
    [
        new("store", row => Cell.Text(row.Store.StoreId)),
        new("area", row => Cell.Text(row.Store.Area)),
        new("date", row => Cell.Text(row.Image.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))),
        new("perimeter", row => Cell.Number(row.Image.Perimeter)),
        new("name", row => Cell.Text(row.Store.StoreName)),
    ];

    private readonly Option<string?> area = new("--area") { Description = "Stores of this area", HelpName = "CODE" };
    private readonly Option<string?> store = new("--store") { Description = "This store", HelpName = "ID" };
    private readonly Option<DateTimeOffset?> from = ListOptions.Time("--from", "First date of visits");
    private readonly Option<DateTimeOffset?> to = ListOptions.LastTime("--to", "Last date of visits");

    public static Command Create(CommandHost host)
    {
        var parts = new VisitsCommand();
        var command = new ExampleCommand(
            "visits",
            "Print the measured images of all jobs, by store and date.",
            "retailpulse visits --area 700086 --from 2026-05-01 --to 2026-05-31",
            "retailpulse visits --store S00339218 -o csv > measurements.csv"
        )
        {
            parts.area,
            parts.store,
            parts.from,
            parts.to,
        };
        host.Bind(command, parts.RunAsync);
        return command;
    }

    private async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var query = new MeasurementQuery
        {
            Area = parse.GetValue(area),
            StoreId = parse.GetValue(store),
            Start = parse.GetValue(from),
            End = parse.GetValue(to),
        };
        if (session.Out.Format == OutputFormat.Csv)
        {
            await Exports.CopyAsync(session, output => session.Client.Stores.ExportMeasurementsCsvAsync(output, query, cancellationToken));
            return;
        }

        await session.Out.ListAsync(ReadAsync(session, query, cancellationToken), Columns, row => row.Store.StoreId);
    }

    private static async IAsyncEnumerable<(StoreMeasurements Store, Measurement Image)> ReadAsync(
        Session session,
        MeasurementQuery query,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var store in await session.Client.Stores.GetMeasurementsAsync(query, cancellationToken))
        foreach (var image in store.Data)
            yield return (store, image);
    }
}
