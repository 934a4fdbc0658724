using System.Globalization;
using Microsoft.Net.Http.Headers;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// The 200 response with all images of a job, written while they are read from one snapshot of the ledger. If the export cannot continue,
/// the connection is aborted, so that no client takes a part for the whole.
/// </summary>
/// <param name="chunks">Chunks of the export, positioned on the first one. The export disposes them.</param>
/// <param name="names">Reads the stores of the images.</param>
/// <param name="limit">Maximum duration of the whole export, which holds a snapshot of the database.</param>
internal sealed partial class JobExport(
    long jobId,
    IAsyncEnumerator<JobImagePage> chunks,
    ImageLines lines,
    StoreNames names,
    TimeSpan limit,
    TimeProvider time,
    ILogger<JobExport> logger
) : IResult
{
    /// <summary>Maximum time for the cluster to return the next chunk.</summary>
    private static readonly TimeSpan ChunkTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Maximum time in which the client must read some of what was sent. In the meantime, the export holds a snapshot, which delays the
    /// cleanup of the database.
    /// </summary>
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        Describe(httpContext.Response);
        using var late = new CancellationTokenSource(limit, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(late.Token, httpContext.RequestAborted);
        try
        {
            await using (chunks)
            {
                if (httpContext.IsHead())
                    return;
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
            if (!httpContext.RequestAborted.IsCancellationRequested)
                LogAborted(exception, jobId);
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
            var images = chunks.Current.Images;
            await names.LoadAsync(images.Select(image => image.StoreId));
            lines.Write(response.BodyWriter, images.Select(image => ImageResponse.From(jobId, image, names.Find(image.StoreId))));
            await response.BodyWriter.FlushAsync(over).AsTask().WaitAsync(ReadTimeout, time, over);
        } while (await chunks.MoveNextAsync().AsTask().WaitAsync(ChunkTimeout, time, over));
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Aborting the export of job {JobId}, which exceeded RetailPulse:Api:MaxExportDuration ({Limit})"
    )]
    private partial void LogTooLong(long jobId, TimeSpan limit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting the export of job {JobId}")]
    private partial void LogAborted(Exception exception, long jobId);
}
