using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Reads the small bodies of API v1.</summary>
internal static class JsonBody
{
    /// <summary>Maximum length in bytes.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <summary>
    /// Endpoint metadata of routes that read such a body. The limit applies to the bytes that arrive and to the decompressed body.
    /// </summary>
    public static readonly RequestSizeLimitAttribute SizeLimit = new(MaxBytes);

    /// <summary>Returns the body, or the problem with it. Returns neither if there is no body.</summary>
    /// <exception cref="BadHttpRequestException">The body is too long, or does not arrive.</exception>
    public static async Task<(T? Body, Problem? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (request.ContentLength == 0 || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return (null, null);
        if (JsonFormat.ProblemOf(request, takesSuffix: true) is { } format)
            return (null, Problem.UnsupportedMediaType(format));
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted) is { } body
                ? (body, null)
                : (null, Problem.InvalidBody(new FieldProblem("", "must be an object")));
        }
        catch (JsonException exception)
        {
            return (null, Problem.InvalidBody(new FieldProblem(JsonPointer.OfMember(exception.Path), Explain(exception, type))));
        }
    }

    private static string Explain(JsonException exception, JsonTypeInfo type)
    {
        string[] known = [.. type.Properties.Select(member => member.Name)];
        return JsonPointer.NameOfMember(exception.Path) is { } name && !known.Contains(name)
            ? MemberNames.Explain(name, known)
            : "has the wrong type; see the documentation of this operation";
    }
}
