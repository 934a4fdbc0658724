using System.CommandLine;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse images</c>.</summary>
internal sealed class ImagesCommand
{
    private static readonly IReadOnlyList<Column<JobImage>> Columns =
    [
        new("visit", image => Cell.Id(image.Visit)),
        new("image", image => Cell.Id(image.Image)),
        new("store", image => Cell.Text(image.StoreId)),
        new("status", image => Cell.Status(image.Status)),
        new("reason", image => Cell.Text(image.Reason)),
        new("format", image => Cell.Text(image.Format)),
        new("width", image => Cell.Number(image.Width)),
        new("height", image => Cell.Number(image.Height)),
        new("perimeter", image => Cell.Number(image.Perimeter)),
        new("url", image => Cell.Text(image.Url)),
    ];

    private readonly Argument<long> id = JobIds.One();

    private readonly Option<string?> status = new Option<string?>("--status")
    {
        Description = "Images with this status: pending, running, measured, failed, or cancelled",
        HelpName = "STATUS",
    }.AcceptOnly(ImageStatus.Pending, ImageStatus.Running, ImageStatus.Measured, ImageStatus.Failed, ImageStatus.Cancelled);

    private readonly Option<string?> reason = Reason();

    private readonly Option<string?> host = new("--host") { Description = "Images of this host", HelpName = "HOST" };

    private readonly ReferenceFilters references = new();

    private readonly Option<int?> visit = new("--visit") { Description = "Images of this visit, numbered from 0", HelpName = "N" };

    public static Command Create(CommandHost host)
    {
        var parts = new ImagesCommand();
        var command = new ExampleCommand(
            "images",
            "Print the images of a job with their results.",
            "retailpulse images 17",
            "retailpulse images 17 -o csv > results.csv",
            "retailpulse images 17 --status failed --reason http_404",
            "retailpulse images 17 --host images.example -o id"
        )
        {
            parts.id,
            parts.status,
            parts.reason,
            parts.host,
            parts.visit,
            parts.references.Image,
            parts.references.Visit,
        };
        host.Bind(command, parts.RunAsync);
        return command;
    }

    /// <summary>Returns the filter by reason, whose values are completed.</summary>
    public static Option<string?> Reason()
    {
        var option = new Option<string?>("--reason")
        {
            Description = "Images that failed for this reason, such as http_404",
            HelpName = "REASON",
        };
        option.CompletionSources.Add([.. Advice.Reasons]);
        return option;
    }

    private async Task RunAsync(Session session, ParseResult parse, CancellationToken cancellationToken)
    {
        var job = parse.GetValue(id);
        var jobs = session.Client.Jobs;
        var query = new ImageQuery
        {
            Status = parse.GetValue(status),
            Reason = parse.GetValue(reason),
            Host = parse.GetValue(host),
            Visit = parse.GetValue(visit),
            Reference = parse.GetValue(references.Image),
            VisitReference = parse.GetValue(references.Visit),
        };
        switch (session.Out.Format)
        {
            case OutputFormat.Csv:
                await Exports.CopyAsync(session, output => jobs.ExportCsvAsync(job, output, query, cancellationToken));
                break;
            case OutputFormat.Ndjson:
                await Exports.CopyAsync(session, output => jobs.ExportNdjsonAsync(job, output, query, cancellationToken));
                break;
            case OutputFormat.Json:
                await session.Out.ListAsync(
                    jobs.ListImagesAsync(job, query with { PageSize = 1_000 }, cancellationToken),
                    Columns,
                    image => Texts.Id(image.Visit)
                );
                break;
            default:
                await session.Out.ListAsync(
                    Exports.ReadAsync(jobs.ExportImagesAsync(job, query, cancellationToken)),
                    Columns,
                    image => $"{Texts.Id(job)}/{image.Visit}/{image.Image}"
                );
                break;
        }
    }
}
