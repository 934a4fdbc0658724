using System.Text.Json;

namespace RetailPulse.WebFrontend.Contract;

/// <summary>200: how a job stands. Sent in one piece with its length, which costs server and client less than the chunks of a JSON result do.</summary>
internal sealed class StatusResult(StatusResponse response) : IResult
{
    public StatusResponse Response => response;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(response, ContractJson.Default.StatusResponse);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = body.Length;
        return httpContext.Response.BodyWriter.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
