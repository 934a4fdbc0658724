using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse whoami</c>.</summary>
internal static class WhoAmICommand
{
    public static Command Create(CommandHost host)
    {
        var command = new ExampleCommand(
            "whoami",
            "Print the tenant, the role, and the limits of the key in use.",
            "retailpulse whoami",
            "retailpulse whoami -o json | jq .quota"
        );
        host.Bind(command, RunAsync);
        return command;
    }

    private static async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var me = await session.Out.PassAsync(() => session.Client.GetMeAsync(cancellationToken));
        if (session.Out.IsJson)
            return;
        var target = session.Target;
        (string Name, string Value)[] rows =
        [
            ("service", $"{target.Address} ({target.Source})"),
            ("key", me.Key is { } key ? $"{key} ({target.KeySource})" : "the service asks for none"),
            ("tenant", me.Tenant),
            ("role", me.Role),
            ("ongoing jobs", Use(me.Use.Jobs, me.Quota.MaxJobs)),
            ("ongoing images", Use(me.Use.Images, me.Quota.MaxImages)),
            ("requests", me.Rate is { } rate ? $"{rate.RequestsPerSecond}/s, {rate.Burst} at once" : "no limit"),
        ];
        await session.Out.ListAsync(rows.ToAsyncEnumerable(), Columns, row => row.Value);
    }

    private static readonly IReadOnlyList<Column<(string Name, string Value)>> Columns =
    [
        new("name", row => Cell.Text(row.Name)),
        new("value", row => Cell.Text(row.Value)),
    ];

    private static string Use(long used, long? most) =>
        most is { } limit ? $"{Texts.Count(used)} of {Texts.Count(limit)}" : Texts.Count(used);
}
