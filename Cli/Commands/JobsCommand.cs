using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse jobs</c>.</summary>
internal static class JobsCommand
{
    public static Command Create(CommandHost host)
    {
        var filters = new JobFilters();
        var limit = ListOptions.Limit(50);
        var sort = new Option<string?>("--sort")
        {
            Description = "Order: submitted, newest first, or ended, with ended jobs only. Default: submitted",
            HelpName = "ORDER",
        }.AcceptOnly(JobOrder.Submitted, JobOrder.Ended);
        var command = new ExampleCommand(
            "jobs",
            "List jobs, newest first.",
            "retailpulse jobs",
            "retailpulse jobs --status failed --from 24h",
            "retailpulse jobs --reason http_404 --min-failed 10",
            "retailpulse jobs --store S00339218 -o id | xargs retailpulse status"
        );
        filters.AddTo(command);
        command.Add(sort);
        command.Add(limit);
        host.Bind(
            command,
            async (session, parse, cancellationToken) =>
            {
                var most = parse.GetValue(limit);
                var query = filters.Read(parse) with { Sort = parse.GetValue(sort), PageSize = ListOptions.PageSize(most) };
                session.SayWhetherComplete(
                    await session.Out.ListAsync(
                        session.Client.Jobs.ListAsync(query, cancellationToken),
                        Columns(session.Now),
                        job => Texts.Id(job.Id),
                        most
                    ),
                    most
                );
            }
        );
        return command;
    }

    private static IReadOnlyList<Column<ListedJob>> Columns(DateTimeOffset now) =>
        [
            new("id", job => Cell.Id(job.Id)),
            new("status", job => Cell.Status(job.Status)),
            new("visits", job => Cell.Number(job.Visits)),
            new("images", job => Cell.Number(job.Images)),
            new("failed", job => Cell.Failures(job.Counts.Failed)),
            new("top reason", job => Cell.Text(job.TopReason?.Reason)),
            new("submitted", job => Cell.Time(job.SubmittedAt, now)),
            new("ended", job => Cell.Time(job.EndedAt, now)),
            new("label", job => Cell.Text(job.Label)),
        ];
}
