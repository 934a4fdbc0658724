using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse cancel</c>.</summary>
internal static class CancelCommand
{
    public static Command Create(CommandHost host)
    {
        var selected = new SelectedJobs();
        var command = new ExampleCommand(
            "cancel",
            "Cancel jobs. Existing results are kept. This cannot be undone.",
            "retailpulse cancel 17",
            "retailpulse cancel --status ongoing --store S00339218 --yes"
        );
        selected.AddTo(command, "cancel");
        host.Bind(
            command,
            async (session, parse, cancellationToken) =>
            {
                var ids = await selected.ReadAsync(session, parse, "Cancel", JobStatus.Ongoing, cancellationToken);
                var each = new EachJob(session, ids);
                await session.Out.ListAsync(
                    each.CallAsync(session.Client.Jobs.CancelAsync, cancellationToken),
                    StatusCommand.Columns(session.Now),
                    job => Texts.Id(job.Id),
                    source: ListSource.Responses
                );
                return each.Code;
            }
        );
        return command;
    }
}
