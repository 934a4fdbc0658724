using System.Text.Json;
using Microsoft.Extensions.Options;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Console;

/// <summary>Reads API v1 within this process: the same routes, roles, and limits as for any other client, without a connection.</summary>
/// <remarks>So a page never shows what the API would not return to the same key.</remarks>
internal sealed class InProcessApi(IOptions<ApiOptions> options)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>All layers of this process.</summary>
    public RequestDelegate Pipeline { get; set; } = _ => throw new InvalidOperationException("The layers are not complete.");

    /// <summary>Returns what a <c>GET</c> of a path returns to the caller of a page.</summary>
    /// <param name="page">Request for the page.</param>
    /// <param name="path">Path below the root of the service, without its query.</param>
    public async Task<ApiAnswer<T>> GetAsync<T>(HttpContext page, string path, params (string Name, string? Value)[] query)
    {
        using var body = new MemoryStream();
        var call = Call(page, path, query, body);
        await Pipeline(call);
        await call.Response.CompleteAsync();
        body.Position = 0;
        var status = call.Response.StatusCode;
        if (status != StatusCodes.Status200OK)
            return new ApiAnswer<T>(default, status, ReadProblem(body));
        try
        {
            return new ApiAnswer<T>(JsonSerializer.Deserialize<T>(body, Json), status, null);
        }
        catch (JsonException)
        {
            // The cluster stopped responding in the middle of a long answer.
            return new ApiAnswer<T>(default, StatusCodes.Status503ServiceUnavailable, null);
        }
    }

    /// <summary>Returns the body that a <c>GET</c> of a path returns to the caller of a page, as it is.</summary>
    public async Task<ApiAnswer<byte[]>> GetBytesAsync(HttpContext page, string path, params (string Name, string? Value)[] query)
    {
        using var body = new MemoryStream();
        var call = Call(page, path, query, body);
        await Pipeline(call);
        await call.Response.CompleteAsync();
        body.Position = 0;
        var status = call.Response.StatusCode;
        return status == StatusCodes.Status200OK
            ? new ApiAnswer<byte[]>(body.ToArray(), status, null)
            : new ApiAnswer<byte[]>(null, status, ReadProblem(body));
    }

    private DefaultHttpContext Call(HttpContext page, string path, (string Name, string? Value)[] query, Stream body)
    {
        var call = new DefaultHttpContext { RequestServices = page.RequestServices, RequestAborted = page.RequestAborted };
        call.Request.Method = HttpMethods.Get;
        call.Request.Scheme = page.Request.Scheme;
        call.Request.Host = page.Request.Host;
        call.Request.Protocol = page.Request.Protocol;
        (call.Request.PathBase, call.Request.Path) = Locate(page.Request.PathBase, path);
        call.Request.QueryString = QueryString.Create(
            query
                .Where(parameter => !string.IsNullOrEmpty(parameter.Value))
                .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))
        );
        call.Connection.RemoteIpAddress = page.Connection.RemoteIpAddress;
        call.Connection.LocalIpAddress = page.Connection.LocalIpAddress;
        call.Connection.LocalPort = page.Connection.LocalPort;
        call.Features.Set(Caller.Of(page));
        call.Response.Body = body;
        return call;
    }

    /// <summary>
    /// Returns where the layers expect a path: after the configured base, which they remove. What precedes it is the prefix that a proxy
    /// removed from the request for the page, and which no header of this call states.
    /// </summary>
    private (PathString Prefix, PathString Path) Locate(PathString pageBase, string path)
    {
        var (before, configured) = (pageBase.Value ?? "", options.Value.PathBase);
        var prefix = before.EndsWith(configured, StringComparison.OrdinalIgnoreCase) ? before[..^configured.Length] : before;
        return (prefix, new PathString(configured).Add(path));
    }

    private static ApiProblem? ReadProblem(Stream body)
    {
        try
        {
            return JsonSerializer.Deserialize<ApiProblem>(body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the API returned.</summary>
/// <param name="Value">The body of a 200; otherwise the default.</param>
/// <param name="Problem">The error; <see langword="null"/> if there is none or its body is not known.</param>
public sealed record ApiAnswer<T>(T? Value, int Status, ApiProblem? Problem);

/// <summary>An error of the API.</summary>
/// <param name="Errors">The invalid fields, if the error is one of fields.</param>
public sealed record ApiProblem(string? Code, string? Detail, IReadOnlyList<ApiFieldProblem>? Errors = null);

/// <summary>An invalid field, and what is wrong with it.</summary>
public sealed record ApiFieldProblem(string Field, string Message);
