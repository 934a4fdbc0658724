using System.Buffers;
using System.Globalization;
using Microsoft.Net.Http.Headers;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>
/// 200: measured images of stores as CSV, one row for each, written as they are read. When the cluster does not respond any more, the connection is
/// aborted: no client shall take a part for the whole.
/// </summary>
/// <param name="first">What <paramref name="reader"/> read first.</param>
internal sealed partial class VisitsCsvResult(IReadOnlyList<StoreChunk> first, MeasurementReader reader, ILogger<VisitsCsvResult> logger) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = CsvRow.ContentType;
        httpContext.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "\"visits.csv\"" }.ToString();
        if (httpContext.IsHead()) return;
        var body = httpContext.Response.BodyWriter;
        body.Write("store_id,store_name,area,date,perimeter,job_id,visit,image\r\n"u8);
        for (IReadOnlyList<StoreChunk>? pieces = first; pieces is not null; pieces = await reader.ReadAsync())
        {
            foreach (var piece in pieces) Write(body, piece);
            await body.FlushAsync(httpContext.RequestAborted);
            if (reader.Done) return;
        }

        LogUnavailable();
        httpContext.Abort();
    }

    private static void Write(IBufferWriter<byte> body, StoreChunk piece)
    {
        foreach (var image in piece.Data) Write(new CsvRow(body), piece, image);
    }

    private static void Write(CsvRow row, StoreChunk piece, Measurement image)
    {
        row.Add(piece.Store.StoreId);
        row.Add(piece.Store.StoreName);
        row.Add(piece.Store.AreaCode);
        row.Add(image.Place.Date?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        row.Add(image.Perimeter);
        row.Add(image.Place.JobId);
        row.Add(image.Place.Visit);
        row.Add(image.Image);
        row.End();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting an export of visits: the cluster does not respond any more")]
    private partial void LogUnavailable();
}
