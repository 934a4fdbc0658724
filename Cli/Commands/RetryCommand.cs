using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse retry</c>.</summary>
internal sealed class RetryCommand
{
    private readonly SelectedJobs selected = new();
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
        parts.selected.AddTo(command, "retry", selectsImages: true);
        command.Add(parts.wait);
        commands.Bind(command, parts.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var ids = await selected.ReadAsync(session, parse, "Retry the failed images of", JobStatus.Failed, cancellationToken);
        var images = new Retry { Reason = parse.GetValue(selected.Filters.Reason), Host = parse.GetValue(selected.Filters.Host) };
        var each = new EachJob(session, ids);
        await session.Out.ListAsync(
            each.CallAsync((id, stop) => session.Client.Jobs.RetryAsync(id, images, stop), cancellationToken),
            Columns,
            retried => Texts.Id(retried.Job.Id),
            source: ListSource.Responses
        );
        return parse.GetValue(wait) && each.Done.Count > 0
            ? Math.Max(each.Code, await new Follower(session).WatchAsync(each.Done, printsFailures: false, cancellationToken))
            : each.Code;
    }

    private static readonly IReadOnlyList<Column<RetriedJob>> Columns =
    [
        new("id", retried => Cell.Id(retried.Job.Id)),
        new("retried", retried => Cell.Number(retried.Retried)),
        new("status", retried => Cell.Status(retried.Job.Status)),
    ];
}
