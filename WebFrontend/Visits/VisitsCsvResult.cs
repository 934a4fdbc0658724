using System.Buffers;
using System.Globalization;
using Microsoft.Net.Http.Headers;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>
/// The 200 response with measured images of stores as CSV, one row per image, written while they are read. If the export cannot continue,
/// the connection is aborted, so that no client takes a part for the whole.
/// </summary>
/// <param name="first">First chunks that <paramref name="reader"/> returned.</param>
/// <param name="run">Limits of the export, which disposes them.</param>
internal sealed partial class VisitsCsvResult(
    IReadOnlyList<StoreChunk> first,
    MeasurementReader reader,
    ExportRun run,
    ILogger<VisitsCsvResult> logger
) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = CsvRow.ContentType;
        httpContext.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment")
        {
            FileName = "\"visits.csv\"",
        }.ToString();
        using var ending = run;
        if (httpContext.IsHead())
            return;
        var body = httpContext.Response.BodyWriter;
        body.Write("store_id,store_name,area,date,perimeter,job_id,visit,image\r\n"u8);
        try
        {
            for (var chunks = first; ; chunks = await reader.ReadAsync())
            {
                foreach (var chunk in chunks)
                    Write(body, chunk);
                await run.FlushAsync(body, httpContext.RequestAborted);
                if (reader.Done)
                    return;
            }
        }
        catch (ClusterUnavailableException)
        {
            LogUnavailable();
            httpContext.Abort();
        }
        catch (TimeoutException)
        {
            LogNotRead(ExportRun.ReadTimeout);
            httpContext.Abort();
        }
        catch (OperationCanceledException) when (run.IsLate && !httpContext.RequestAborted.IsCancellationRequested)
        {
            LogTooLong(run.Limit);
            httpContext.Abort();
        }
    }

    private static void Write(IBufferWriter<byte> body, StoreChunk chunk)
    {
        foreach (var image in chunk.Data)
            Write(new CsvRow(body), chunk, image);
    }

    private static void Write(CsvRow row, StoreChunk chunk, Measurement image)
    {
        row.Add(chunk.Store.StoreId);
        row.Add(chunk.Store.StoreName);
        row.Add(chunk.Store.AreaCode);
        row.Add(image.Place.Date?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        row.Add(image.Perimeter);
        row.Add(image.Place.JobId);
        row.Add(image.Place.Visit);
        row.Add(image.Image);
        row.End();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of visits: the cluster no longer responds")]
    private partial void LogUnavailable();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of visits, of which the client read nothing for {Limit}")]
    private partial void LogNotRead(TimeSpan limit);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Aborting an export of visits, which exceeded RetailPulse:Api:MaxExportDuration ({Limit})"
    )]
    private partial void LogTooLong(TimeSpan limit);
}
