using System.Net;

namespace RetailPulse.Client;

/// <summary>The service refused a call, could not do it, or could not be reached. Every failure of a call is one; only a canceled call throws something else.</summary>
/// <param name="message">For people.</param>
/// <param name="innerException">What happened to the connection; <see langword="null"/> when the service responded.</param>
public sealed class RetailPulseException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The status code of the response; <see langword="null"/> when there was none, or when it broke off.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>For programs, such as <c>job_not_found</c>; <see langword="null"/> when the answer has none.</summary>
    public string? Code { get; init; }

    /// <summary>Every wrong field of the request.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>After which it is worth asking again; <see langword="null"/> when the service does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may succeed later: the service could not be reached, or said that it cannot respond now.</summary>
    public bool MayPass => Status is null
        or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
}

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Its name in the query, or the JSON pointer to it (RFC 6901) in the body.</param>
/// <param name="Message">For people.</param>
public sealed record FieldError(string Field, string Message);

/// <summary>An error as the API tells it (RFC 9457).</summary>
internal sealed record ProblemDetails(string Type, string Title, int Status, string Code, string? Detail, IReadOnlyList<FieldError>? Errors);

/// <summary>An error as the routes outside API v1 tell it.</summary>
internal sealed record PlainError(string Error);
