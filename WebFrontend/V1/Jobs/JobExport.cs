using System.Globalization;
using Microsoft.Net.Http.Headers;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// 200: all images of a job, written as they are read, from one snapshot of the ledger. When it cannot be gone on with, the connection is broken off:
/// no client shall take a part for the whole.
/// </summary>
/// <param name="pieces">Begun, the first one is there. Disposed by this.</param>
/// <param name="names">Reads the stores of the images.</param>
/// <param name="limit">Longest duration of the whole export, which holds a snapshot of the database however steadily its client reads.</param>
internal sealed partial class JobExport(
    long jobId, IAsyncEnumerator<JobImagePage> pieces, ImageLines lines, StoreNames names, TimeSpan limit, TimeProvider time, ILogger<JobExport> logger) : IResult
{
    /// <summary>Longest wait for the cluster's next piece.</summary>
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for a client to take some of what was sent: it holds a snapshot meanwhile, which keeps the database from tidying up.</summary>
    private static readonly TimeSpan TakeWithin = TimeSpan.FromSeconds(30);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Describe(httpContext.Response);
        using var late = new CancellationTokenSource(limit, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, httpContext.RequestAborted);
        try
        {
            await using (pieces)
            {
                if (httpContext.IsHead()) return;
                await CopyAsync(httpContext.Response, over.Token);
            }
        }
        catch (Exception) when (late.IsCancellationRequested && !httpContext.RequestAborted.IsCancellationRequested)
        {
            LogTooLong(jobId, limit);
            httpContext.Abort();
        }
        catch (Exception exception)
        {
            if (!httpContext.RequestAborted.IsCancellationRequested) LogBrokenOff(exception, jobId);
            httpContext.Abort();
        }
    }

    private void Describe(HttpResponse response)
    {
        response.ContentType = lines.ContentType;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = string.Create(CultureInfo.InvariantCulture, $"\"job-{jobId}.{lines.Extension}\""),
        }.ToString();
    }

    private async Task CopyAsync(HttpResponse response, CancellationToken over)
    {
        lines.Begin(response.BodyWriter);
        do
        {
            var images = pieces.Current.Images;
            if (!await names.ReadAsync(images.Select(image => image.StoreId))) throw new StorageUnavailableException("The store master does not respond.");
            lines.Write(response.BodyWriter, images.Select(image => ImageResponse.From(jobId, image, names.Find(image.StoreId))));
            await response.BodyWriter.FlushAsync(over).AsTask().WaitAsync(TakeWithin, time, over);
        }
        while (await pieces.MoveNextAsync().AsTask().WaitAsync(ReadWithin, time, over));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting the export of job {JobId}, which exceeded RetailPulse:Api:MaxExportDuration ({Limit})")]
    private partial void LogTooLong(long jobId, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The export of job {JobId} was broken off")]
    private partial void LogBrokenOff(Exception exception, long jobId);
}
