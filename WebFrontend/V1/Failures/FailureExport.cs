using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>
/// The 200 response with all failures that match a filter, newest first, written while they are read. If the export cannot continue, the
/// connection is aborted, so that no client takes a part for the whole.
/// </summary>
/// <param name="first">First failures that <paramref name="reader"/> returned.</param>
/// <param name="run">Limits of the export, which disposes them.</param>
internal sealed partial class FailureExport(
    IReadOnlyList<FailureResponse> first,
    FailureReader reader,
    FailureLines lines,
    ExportRun run,
    ILogger<FailureExport> logger
) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = lines.ContentType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"\"failures.{lines.Extension}\"",
        }.ToString();
        using var ending = run;
        if (httpContext.IsHead())
            return;
        try
        {
            await CopyAsync(response, httpContext.RequestAborted);
            return;
        }
        catch (ClusterUnavailableException)
        {
            LogUnavailable();
        }
        catch (TimeoutException)
        {
            LogNotRead(ExportRun.ReadTimeout);
        }
        catch (OperationCanceledException) when (run.IsLate && !httpContext.RequestAborted.IsCancellationRequested)
        {
            LogTooLong(run.Limit);
        }

        httpContext.Abort();
    }

    private async Task CopyAsync(HttpResponse response, CancellationToken aborted)
    {
        lines.Begin(response.BodyWriter);
        for (var failures = first; ; failures = await reader.ReadAsync())
        {
            lines.Write(response.BodyWriter, failures);
            await run.FlushAsync(response.BodyWriter, aborted);
            if (reader.Done)
                return;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of failures: the cluster no longer responds")]
    private partial void LogUnavailable();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of failures, of which the client read nothing for {Limit}")]
    private partial void LogNotRead(TimeSpan limit);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Aborting an export of failures, which exceeded RetailPulse:Api:MaxExportDuration ({Limit})"
    )]
    private partial void LogTooLong(TimeSpan limit);
}
