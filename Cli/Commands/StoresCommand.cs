using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse stores</c>.</summary>
internal sealed class StoresCommand
{
    private static readonly IReadOnlyList<Column<Store>> Stores =
    [
        new("id", store => Cell.Text(store.StoreId)),
        new("area", store => Cell.Text(store.AreaCode)),
        new("name", store => Cell.Text(store.StoreName)),
    ];

    private static readonly IReadOnlyList<Column<StoreVisit>> Visits =
    [
        new("job", visit => Cell.Id(visit.JobId)),
        new("visit", visit => Cell.Id(visit.Visit)),
        new("time", visit => Cell.Text(visit.VisitTime)),
        new("images", visit => Cell.Number(visit.Images)),
        new("measured", visit => Cell.Number(visit.Measured)),
        new("failed", visit => Cell.Failures(visit.Failed)),
        new("reasons", visit => Cell.Text(string.Join(' ', visit.Failures.Select(failure => failure.Reason)))),
    ];

    private readonly Argument<string?> id = new("ID")
    {
        Description = "Id of a store, to print its visits",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> area = new("--area") { Description = "Stores of this area", HelpName = "CODE" };
    private readonly Option<string?> text = new("--search")
    {
        Description = "Stores with this text in their id or name",
        HelpName = "TEXT",
    };
    private readonly Option<int> limit = ListOptions.Limit(50);

    public static Command Create(CommandHost host)
    {
        var parts = new StoresCommand();
        var command = new ExampleCommand(
            "stores",
            "List stores, or the visits of one store, newest first.",
            "retailpulse stores --area 700086",
            "retailpulse stores --search corner -o csv",
            "retailpulse stores S00339218"
        )
        {
            parts.id,
            parts.area,
            parts.text,
            parts.limit,
        };
        command.Add(StoreUploadCommand.Create(host));
        host.Bind(command, parts.RunAsync);
        return command;
    }

    private async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var most = parse.GetValue(limit);
        var stores = session.Client.Stores;
        var reachedLimit = parse.GetValue(id) is { } store
            ? await session.Out.ListAsync(
                stores.ListVisitsAsync(store, ListOptions.PageSize(most), cancellationToken),
                Visits,
                visit => $"{Texts.Id(visit.JobId)}/{visit.Visit}",
                most
            )
            : await session.Out.ListAsync(
                stores.ListAsync(parse.GetValue(area), parse.GetValue(text), ListOptions.PageSize(most), cancellationToken),
                Stores,
                found => found.StoreId,
                most
            );
        session.SayWhetherComplete(reachedLimit, most);
    }
}
