using System.CommandLine;
using System.Runtime.CompilerServices;
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
                await session.Out.ListAsync(
                    CancelAsync(session, ids, cancellationToken),
                    StatusCommand.Columns(session.Now),
                    job => Texts.Id(job.Id),
                    isPage: false
                );
            }
        );
        return command;
    }

    private static async IAsyncEnumerable<Job> CancelAsync(
        Session session,
        IReadOnlyList<long> ids,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var id in ids)
            yield return await session.Client.Jobs.CancelAsync(id, cancellationToken);
    }
}
