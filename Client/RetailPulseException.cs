using System.Net;

namespace RetailPulse.Client;

/// <summary>The service refused a call, or could not do it.</summary>
/// <param name="message">For people.</param>
public sealed class RetailPulseException(string message) : Exception(message)
{
    /// <summary>The status code of the answer.</summary>
    public HttpStatusCode Status { get; init; }

    /// <summary>For programs, such as <c>job_not_found</c>; <see langword="null"/> when the answer has none.</summary>
    public string? Code { get; init; }

    /// <summary>Every wrong field of the request.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>After which it is worth asking again; <see langword="null"/> when the service does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Its name in the query, or the JSON pointer to it (RFC 6901) in the body.</param>
/// <param name="Message">For people.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>An error as the API tells it (RFC 9457).</summary>
internal sealed record ProblemDetails(string Type, string Title, int Status, string Code, string? Detail, IReadOnlyList<FieldError>? Errors);

/// <summary>An error as the routes outside API v1 tell it.</summary>
internal sealed record PlainError(string Error);
