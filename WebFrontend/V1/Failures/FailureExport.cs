using Microsoft.Net.Http.Headers;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>
/// 200: all failures of a filter, newest first, written as they are read. When the cluster does not respond any more, the connection is aborted: no client
/// shall take a part for the whole.
/// </summary>
/// <param name="first">What <paramref name="reader"/> read first.</param>
internal sealed partial class FailureExport(
    IReadOnlyList<FailureResponse> first, FailureReader reader, FailureLines lines, TimeProvider time, ILogger<FailureExport> logger) : IResult
{
    /// <summary>Longest wait for a client to take some of what was sent.</summary>
    private static readonly TimeSpan TakeWithin = TimeSpan.FromSeconds(30);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = lines.ContentType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"\"failures.{lines.Extension}\"" }.ToString();
        if (httpContext.IsHead()) return;
        try
        {
            if (await CopyAsync(response, httpContext.RequestAborted)) return;
            LogUnavailable();
        }
        catch (TimeoutException)
        {
            LogNotRead(TakeWithin);
        }

        httpContext.Abort();
    }

    /// <summary>Returns whether everything was written.</summary>
    private async Task<bool> CopyAsync(HttpResponse response, CancellationToken aborted)
    {
        lines.Begin(response.BodyWriter);
        for (IReadOnlyList<FailureResponse>? failures = first; failures is not null; failures = await reader.ReadAsync())
        {
            lines.Write(response.BodyWriter, failures);
            await response.BodyWriter.FlushAsync(aborted).AsTask().WaitAsync(TakeWithin, time, aborted);
            if (reader.Done) return true;
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of failures: the cluster does not respond any more")]
    private partial void LogUnavailable();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of failures, of which the client read nothing for {Limit}")]
    private partial void LogNotRead(TimeSpan limit);
}
