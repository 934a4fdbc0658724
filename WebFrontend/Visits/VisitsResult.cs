using System.Globalization;
using System.Text.Json;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>
/// 200: measured images of stores, written as they are read. When the cluster does not answer any more, the connection is broken off: no client
/// shall take a part for the whole.
/// </summary>
/// <param name="first">What <paramref name="reader"/> read first.</param>
internal sealed partial class VisitsResult(IReadOnlyList<StoreChunk> first, MeasurementReader reader, ILogger<VisitsResult> logger) : IResult
{
    private string? open;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        if (httpContext.IsHead()) return;
        var body = httpContext.Response.BodyWriter;
        await using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartArray("results");
        for (IReadOnlyList<StoreChunk>? pieces = first; ; pieces = await reader.ReadAsync())
        {
            if (pieces is null)
            {
                LogBrokenOff();
                httpContext.Abort();
                return;
            }

            foreach (var piece in pieces) Write(json, piece);
            if (reader.Done) break;
            await json.FlushAsync(httpContext.RequestAborted);
            await body.FlushAsync(httpContext.RequestAborted);
        }

        Close(json);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(Utf8JsonWriter json, StoreChunk piece)
    {
        if (piece.Store.StoreId != open)
        {
            Close(json);
            open = piece.Store.StoreId;
            json.WriteStartObject();
            json.WriteString("store_id", piece.Store.StoreId);
            json.WriteString("area", piece.Store.AreaCode);
            json.WriteString("store_name", piece.Store.StoreName);
            json.WriteStartArray("data");
        }

        foreach (var image in piece.Data) Write(json, image);
    }

    private static void Write(Utf8JsonWriter json, Measurement image)
    {
        json.WriteStartObject();
        json.WriteString("date", image.Place.Date?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteNumber("perimeter", image.Perimeter);
        json.WriteEndObject();
    }

    private void Close(Utf8JsonWriter json)
    {
        if (open is null) return;
        json.WriteEndArray();
        json.WriteEndObject();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer about visits was broken off: the cluster did not answer any more")]
    private partial void LogBrokenOff();
}
