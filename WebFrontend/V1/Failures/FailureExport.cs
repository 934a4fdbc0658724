using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>
/// The 200 response with all failures that match a filter, newest first, written while they are read. If the cluster stops responding, the
/// connection is aborted, so that no client takes a part for the whole.
/// </summary>
/// <param name="first">First failures that <paramref name="reader"/> returned.</param>
internal sealed partial class FailureExport(
    IReadOnlyList<FailureResponse> first,
    FailureReader reader,
    FailureLines lines,
    TimeProvider time,
    ILogger<FailureExport> logger
) : IResult
{
    /// <summary>Maximum time in which the client must read some of what was sent.</summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = lines.ContentType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = $"\"failures.{lines.Extension}\"",
        }.ToString();
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
            LogNotRead(ReadTimeout);
        }

        httpContext.Abort();
    }

    private async Task CopyAsync(HttpResponse response, CancellationToken aborted)
    {
        lines.Begin(response.BodyWriter);
        for (var failures = first; ; failures = await reader.ReadAsync())
        {
            lines.Write(response.BodyWriter, failures);
            await response.BodyWriter.FlushAsync(aborted).AsTask().WaitAsync(ReadTimeout, time, aborted);
            if (reader.Done)
                return;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of failures: the cluster no longer responds")]
    private partial void LogUnavailable();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of failures, of which the client read nothing for {Limit}")]
    private partial void LogNotRead(TimeSpan limit);
}
