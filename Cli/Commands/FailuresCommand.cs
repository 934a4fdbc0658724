using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse failures</c>.</summary>
internal sealed class FailuresCommand
{
    private static readonly IReadOnlyList<Column<FailureGroup>> Groups =
    [
        new("images", group => Cell.Number(group.Images)),
        new("reason", group => Cell.Text(group.Reason) with { Tone = Tone.Bad }),
        new("host", group => Cell.Text(group.Host)),
        new("what to do", group => Cell.Text(Advice.For(group.Reason)), IsWhole: true),
    ];

    private readonly Argument<long?> id = JobIds.Optional();
    private readonly Option<string?> store = new("--store") { Description = "Images of this store", HelpName = "ID" };
    private readonly Option<string?> area = new("--area") { Description = "Images of stores of this area", HelpName = "CODE" };
    private readonly Option<string?> reason = ImagesCommand.Reason();
    private readonly Option<string?> host = new("--host") { Description = "Images of this host", HelpName = "HOST" };
    private readonly Option<DateTimeOffset?> from = ListOptions.Time("--from", "Images that failed then or later");
    private readonly Option<DateTimeOffset?> to = ListOptions.Time("--to", "Images that failed before");
    private readonly ReferenceFilters references = new();
    private readonly Option<int> limit = ListOptions.Limit(100);

    public static Command Create(CommandHost host)
    {
        var parts = new FailuresCommand();
        var command = new ExampleCommand(
            "failures",
            "Print why the images of a job failed, by reason and host, with what to do. Without an ID, print failed images of all jobs.",
            "retailpulse failures 17",
            "retailpulse failures --reason http_404 --from 7d",
            "retailpulse failures --area 700086 -o csv > failures.csv"
        )
        {
            parts.id,
            parts.store,
            parts.area,
            parts.reason,
            parts.host,
            parts.from,
            parts.to,
            parts.references.Image,
            parts.references.Visit,
            parts.limit,
        };
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(parts.id) is { Tokens.Count: > 0 }
                && parts.Filters.FirstOrDefault(option => result.GetResult(option) is not null) is { } filter
            )
                result.AddError(
                    parts.OfImages.Contains(filter)
                        ? $"{filter.Name} applies to all jobs. For images of one job: retailpulse images ID --status failed {filter.Name} …"
                        : $"{filter.Name} applies to all jobs. Omit the ID."
                );
        });
        host.Bind(command, parts.RunAsync);
        return command;
    }

    private IEnumerable<Option> Filters => [store, area, from, to, .. OfImages];

    /// <summary>The filters that <c>images</c> has as well.</summary>
    private IEnumerable<Option> OfImages => [reason, host, references.Image, references.Visit];

    private Task RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken) =>
        parse.GetValue(id) is { } job ? GroupsAsync(session, job, cancellationToken) : ListAsync(session, parse, cancellationToken);

    private static async Task GroupsAsync(Session session, long id, CancellationToken cancellationToken)
    {
        var job = await session.Out.PassAsync(() => session.Client.Jobs.GetAsync(id, cancellationToken), "failures", "largest");
        if (session.Out.IsJson)
            return;
        await session.Out.ListAsync(job.Failures.Largest.ToAsyncEnumerable(), Groups, group => group.Reason);
        if (job.Failures.Groups > job.Failures.Largest.Count)
            session.Note($"Showing the largest {job.Failures.Largest.Count} of {Texts.Count(job.Failures.Groups)} groups.");
        session.Note(
            job.Counts.Failed == 0
                ? $"No image of job {Texts.Id(id)} failed."
                : $"To retry them: retailpulse retry {Texts.Id(id)}. To list them: retailpulse images {Texts.Id(id)} --status failed"
        );
    }

    private async Task ListAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var most = parse.GetValue(limit);
        var failures = session.Client.Failures;
        var query = new FailureQuery
        {
            Store = parse.GetValue(store),
            Area = parse.GetValue(area),
            Reason = parse.GetValue(reason),
            Host = parse.GetValue(host),
            FailedFrom = parse.GetValue(from),
            FailedTo = parse.GetValue(to),
            Reference = parse.GetValue(references.Image),
            VisitReference = parse.GetValue(references.Visit),
        };
        switch (session.Out.Format)
        {
            case OutputFormat.Csv when parse.GetResult(limit) is null or { Implicit: true }:
                await Exports.CopyAsync(session, output => failures.ExportCsvAsync(output, query, cancellationToken));
                break;
            case OutputFormat.Ndjson when parse.GetResult(limit) is null or { Implicit: true }:
                await Exports.CopyAsync(session, output => failures.ExportNdjsonAsync(output, query, cancellationToken));
                break;
            default:
                session.SayWhetherComplete(
                    await session.Out.ListAsync(
                        failures.ListAsync(query with { PageSize = ListOptions.PageSize(most) }, cancellationToken),
                        Columns(session.Now),
                        failure => $"{Texts.Id(failure.JobId)}/{failure.Visit}/{failure.Image}",
                        most
                    ),
                    most
                );
                break;
        }
    }

    private static IReadOnlyList<Column<Failure>> Columns(DateTimeOffset now) =>
        [
            new("job", failure => Cell.Id(failure.JobId)),
            new("visit", failure => Cell.Id(failure.Visit)),
            new("image", failure => Cell.Id(failure.Image)),
            new("store", failure => Cell.Text(failure.StoreId)),
            new("reason", failure => Cell.Text(failure.Reason) with { Tone = Tone.Bad }),
            new("failed", failure => Cell.Time(failure.FinishedAt, now)),
            new("url", failure => Cell.Text(failure.Url)),
        ];
}
