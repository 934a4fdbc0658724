using System.CommandLine;
using System.Runtime.CompilerServices;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse retry</c>.</summary>
internal sealed class RetryCommand
{
    private readonly SelectedJobs selected = new();
    private readonly Option<string?> reason = ImagesCommand.Reason();
    private readonly Option<string?> host = new("--host") { Description = "Images of this host", HelpName = "HOST" };
    private readonly Option<bool> wait = new("--wait", "-w") { Description = "Wait for the jobs, and report them by the exit code" };

    public static Command Create(CommandHost commands)
    {
        var parts = new RetryCommand();
        var command = new ExampleCommand(
            "retry",
            "Retry the failed images of jobs: all, or those of one reason or host. Print the number of images that are retried.",
            "retailpulse retry 17",
            "retailpulse retry 17 --reason connect --host images.example --wait",
            "retailpulse retry --from 24h --reason host_down --yes"
        );
        parts.selected.AddTo(command, "retry");
        command.Add(parts.reason);
        command.Add(parts.host);
        command.Add(parts.wait);
        commands.Bind(command, parts.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var ids = await selected.ReadAsync(session, parse, "Retry the failed images of", JobStatus.Failed, cancellationToken);
        var images = new Retry { Reason = parse.GetValue(reason), Host = parse.GetValue(host) };
        await session.Out.ListAsync(
            RetryAsync(session, ids, images, cancellationToken),
            Columns,
            retried => Texts.Id(retried.Job.Id),
            isPage: false
        );
        return parse.GetValue(wait) && ids.Count > 0
            ? await new Follower(session).WatchAsync(ids, printsFailures: false, cancellationToken)
            : ExitCode.Done;
    }

    private static readonly IReadOnlyList<Column<RetriedJob>> Columns =
    [
        new("id", retried => Cell.Id(retried.Job.Id)),
        new("retried", retried => Cell.Number(retried.Retried)),
        new("status", retried => Cell.Status(retried.Job.Status)),
    ];

    private static async IAsyncEnumerable<RetriedJob> RetryAsync(
        Session session,
        IReadOnlyList<long> ids,
        Retry images,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var id in ids)
            yield return await session.Client.Jobs.RetryAsync(id, images, cancellationToken);
    }
}
