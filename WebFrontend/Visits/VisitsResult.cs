using System.Globalization;
using System.Text.Json;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>
/// The 200 response with measured images of stores, written while they are read. If the response cannot continue, the connection is
/// aborted, so that no client takes a part for the whole.
/// </summary>
/// <param name="first">First chunks that <paramref name="reader"/> returned.</param>
/// <param name="run">Limits of the response, which disposes them.</param>
internal sealed partial class VisitsResult(
    IReadOnlyList<StoreChunk> first,
    MeasurementReader reader,
    ExportRun run,
    ILogger<VisitsResult> logger
) : IResult
{
    private string? open;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        using var ending = run;
        if (httpContext.IsHead())
            return;
        await using var json = new Utf8JsonWriter(httpContext.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("results");
        if (!await TryWriteStoresAsync(json, httpContext))
        {
            httpContext.Abort();
            return;
        }

        Close(json);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(httpContext.RequestAborted);
    }

    /// <summary>Writes all stores. Returns whether it could, and logs why not.</summary>
    private async Task<bool> TryWriteStoresAsync(Utf8JsonWriter json, HttpContext context)
    {
        try
        {
            await WriteStoresAsync(json, context);
            return true;
        }
        catch (ClusterUnavailableException)
        {
            LogUnavailable();
        }
        catch (TimeoutException)
        {
            LogNotRead(ExportRun.ReadTimeout);
        }
        catch (OperationCanceledException) when (run.IsLate && !context.RequestAborted.IsCancellationRequested)
        {
            LogTooLong(run.Limit);
        }

        return false;
    }

    private async Task WriteStoresAsync(Utf8JsonWriter json, HttpContext context)
    {
        for (var chunks = first; ; chunks = await reader.ReadAsync())
        {
            foreach (var chunk in chunks)
                Write(json, chunk);
            if (reader.Done)
                return;
            await json.FlushAsync(context.RequestAborted);
            await run.FlushAsync(context.Response.BodyWriter, context.RequestAborted);
        }
    }

    private void Write(Utf8JsonWriter json, StoreChunk chunk)
    {
        if (chunk.Store.StoreId != open)
        {
            Close(json);
            open = chunk.Store.StoreId;
            json.WriteStartObject();
            json.WriteString("store_id", chunk.Store.StoreId);
            json.WriteString("area", chunk.Store.AreaCode);
            json.WriteString("store_name", chunk.Store.StoreName);
            json.WriteStartArray("data");
        }

        foreach (var image in chunk.Data)
            Write(json, image);
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
        if (open is null)
            return;
        json.WriteEndArray();
        json.WriteEndObject();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting a response with visits: the cluster no longer responds")]
    private partial void LogUnavailable();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Aborting a response with visits, of which the client read nothing for {Limit}")]
    private partial void LogNotRead(TimeSpan limit);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Aborting a response with visits, which exceeded RetailPulse:Api:MaxExportDuration ({Limit})"
    )]
    private partial void LogTooLong(TimeSpan limit);
}
