using System.Text.Json;

namespace RetailPulse.WebFrontend.Contract;

/// <summary>
/// The 200 response with the status of a job. It is sent with its length, which costs server and client less than a chunked response.
/// </summary>
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
