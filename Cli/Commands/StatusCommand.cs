using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandHost host)
    {
        var ids = JobIds.Several();
        var command = new ExampleCommand(
            "status",
            "Print the status and counts of jobs.",
            "retailpulse status 17",
            "retailpulse status 17 -o json | jq .counts"
        )
        {
            ids,
        };
        host.Bind(
            command,
            async (session, parse, cancellationToken) =>
            {
                var each = new EachJob(session, parse.GetValue(ids)!);
                await session.Out.ListAsync(
                    each.CallAsync(session.Client.Jobs.GetAsync, cancellationToken),
                    Columns(session.Now),
                    job => Texts.Id(job.Id),
                    source: ListSource.Responses
                );
                return each.Code;
            }
        );
        return command;
    }

    internal static IReadOnlyList<Column<Job>> Columns(DateTimeOffset now) =>
        [
            new("id", job => Cell.Id(job.Id)),
            new("status", job => Cell.Status(job.Status)),
            new("images", job => Cell.Number(job.Counts.Total)),
            new("measured", job => Cell.Number(job.Counts.Measured)),
            new("failed", job => Cell.Failures(job.Counts.Failed)),
            new("pending", job => Cell.Number(job.Counts.Pending + job.Counts.Running)),
            new("rate", job => new Cell(Texts.Rate(job.Rate), IsNumber: true)),
            new("submitted", job => Cell.Time(job.SubmittedAt, now)),
            new("ended", job => Cell.Time(job.EndedAt, now)),
        ];
}
