using System.Net;

namespace RetailPulse.Client;

/// <summary>
/// The service refused a call, could not do it, or could not be reached. Every failure of a call is one; only a canceled call throws
/// something else.
/// </summary>
/// <param name="message">Message for people.</param>
/// <param name="innerException">What happened to the connection; <see langword="null"/> when the service responded.</param>
public sealed class RetailPulseException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The status code of the response; <see langword="null"/> if there was none, or if it was interrupted.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>Code of the problem, such as <c>job_not_found</c>; <see langword="null"/> if the response has none.</summary>
    public string? Code { get; init; }

    /// <summary>The <c>Request-Id</c> of the response, by which the operator finds the request; <see langword="null"/> if there is none.</summary>
    public string? RequestId { get; init; }

    /// <summary>All invalid fields of the request.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>Time after which to retry; <see langword="null"/> if the service does not state one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may succeed later: the service could not be reached, or said that it cannot respond now.</summary>
    public bool MayPass =>
        !IsOfCaller
        && Status
            is null
                or HttpStatusCode.RequestTimeout
                or HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether the caller caused the failure: the source of its upload could not be read.</summary>
    internal bool IsOfCaller { get; init; }
}

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Name of the query parameter, or JSON pointer to the field (RFC 6901).</param>
/// <param name="Message">Message for people.</param>
/// <param name="Line">
/// Number of the line of an upload, from 1; <see langword="null"/> for any other request. The pointer is then relative to the line.
/// </param>
public sealed record FieldError(string Field, string Message, long? Line = null);

/// <summary>An error of API v1 (RFC 9457).</summary>
internal sealed record ProblemDetails(
    string Type,
    string Title,
    int Status,
    string Code,
    string Instance,
    string? Detail,
    IReadOnlyList<FieldError>? Errors
);

/// <summary>An error of the routes outside API v1.</summary>
internal sealed record PlainError(string Error);
