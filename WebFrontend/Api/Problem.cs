using Microsoft.AspNetCore.WebUtilities;

namespace RetailPulse.WebFrontend.Api;

/// <summary>An error of API v1.</summary>
/// <param name="Code">Identifies the error for programs. Codes never change.</param>
/// <param name="Detail">Explanation for people.</param>
/// <remarks>See RFC 9457. The type is <c>about:blank</c>: the codes are few, and there is no page about each.</remarks>
internal sealed record Problem(int Status, string Code, string? Detail = null, IReadOnlyList<FieldProblem>? Errors = null) : IResult
{
    public const string MediaType = "application/problem+json";

    public static readonly Problem JobNotFound = new(StatusCodes.Status404NotFound, "job_not_found", "There is no job with this id.");

    public static readonly Problem ImageNotFound = new(
        StatusCodes.Status404NotFound,
        "image_not_found",
        "The job has no image with this visit number and image number."
    );

    public static readonly Problem OperationNotFound = new(
        StatusCodes.Status404NotFound,
        "operation_not_found",
        "There is no operation with this id. An operation is kept for 30 days."
    );

    public static readonly Problem DeliveryNotFound = new(
        StatusCodes.Status404NotFound,
        "delivery_not_found",
        "The job has no delivery with this id."
    );

    public static readonly Problem JobIsOngoing = new(
        StatusCodes.Status409Conflict,
        "job_is_ongoing",
        "The job has not ended yet. Retry after its end."
    );

    public static readonly Problem JobWasCancelled = new(
        StatusCodes.Status409Conflict,
        "job_was_cancelled",
        "The job was canceled, which is final. Submit its images in a new job."
    );

    public static readonly Problem ImageNotFailed = new(
        StatusCodes.Status409Conflict,
        "image_not_failed",
        "Only the URL of a failed image can be replaced."
    );

    public static readonly Problem VersionReplaced = new(
        StatusCodes.Status412PreconditionFailed,
        "precondition_failed",
        "The version in force is not the one that If-Match names, and nothing changed. Read it again."
    );

    public static readonly Problem VersionExists = VersionReplaced with
    {
        Detail =
            "A store master is always in force, so If-None-Match prevents every upload, and nothing changed. Send If-Match, or neither.",
    };

    public static readonly Problem TooManyRotations = new(
        StatusCodes.Status409Conflict,
        "too_many_rotations",
        "The secret was rotated 24 times within 24 hours, and all replaced secrets still sign. Rotate again when the oldest one expires."
    );

    public static readonly Problem StoreNotFound = new(
        StatusCodes.Status404NotFound,
        "store_not_found",
        "The store master has no store with this id."
    );

    public static readonly Problem InvalidIdempotencyKey = new(
        StatusCodes.Status400BadRequest,
        "invalid_idempotency_key",
        "The header Idempotency-Key must be 1 to 255 visible ASCII characters."
    );

    public static readonly Problem IdempotencyKeyConflict = new(
        StatusCodes.Status422UnprocessableEntity,
        "idempotency_key_conflict",
        "The Idempotency-Key was used with a different request in the last 24 hours."
    );

    public static readonly Problem Unauthorized = new(
        StatusCodes.Status401Unauthorized,
        "unauthorized",
        "The API key is missing or unknown. Send it as Authorization: Bearer KEY, or as X-Api-Key: KEY."
    );

    public static readonly Problem CrossSite = new(
        StatusCodes.Status403Forbidden,
        "cross_site",
        "Web pages of other sites cannot make changes. RetailPulse:Api:AllowedOrigins lists the origins whose pages can."
    );

    public static readonly Problem MisdirectedRequest = new(
        StatusCodes.Status421MisdirectedRequest,
        "misdirected_request",
        "The service does not serve this host name. AllowedHosts lists its names. Without API keys, it serves only its own machine, and no proxy."
    );

    public static readonly Problem RateLimited = new(
        StatusCodes.Status429TooManyRequests,
        "rate_limited",
        "The API key has reached its rate limit. Retry after the number of seconds in Retry-After."
    );

    /// <summary>The cluster or its storage does not respond. The client may retry.</summary>
    public static readonly Problem Unavailable = new(
        StatusCodes.Status503ServiceUnavailable,
        "unavailable",
        "The service is temporarily unavailable. Retry later."
    );

    public static readonly Problem TooManyListeners = new(
        StatusCodes.Status503ServiceUnavailable,
        "too_many_listeners",
        "This server has reached its limit of event listeners. Retry later."
    );

    public static readonly Problem TooManyBodies = new(
        StatusCodes.Status503ServiceUnavailable,
        "too_many_bodies",
        "This server has reached its limit of request bodies, in total or for this tenant. Retry later."
    );

    /// <param name="instance">URI of this occurrence of the error.</param>
    public ProblemResponse Body(string instance) =>
        new("about:blank", ReasonPhrases.GetReasonPhrase(Status), Status, Code, instance, Detail, Errors);

    public static Problem Forbidden(string role) =>
        new(StatusCodes.Status403Forbidden, "forbidden", $"This operation requires an API key with the role {role}.");

    /// <param name="detail">Why the image has no thumbnail.</param>
    public static Problem NoThumbnail(string detail) => new(StatusCodes.Status404NotFound, "no_thumbnail", detail);

    public static Problem QuotaExceeded(string detail) => new(StatusCodes.Status429TooManyRequests, "quota_exceeded", detail);

    public static Problem InvalidQuery(IReadOnlyList<FieldProblem> errors) =>
        new(StatusCodes.Status400BadRequest, "invalid_query", "The query is invalid. Each invalid field is listed in errors.", errors);

    public static Problem InvalidBody(params IReadOnlyList<FieldProblem> errors) =>
        new(StatusCodes.Status400BadRequest, "invalid_body", "The body is invalid. Each invalid field is listed in errors.", errors);

    public static Problem UnsupportedMediaType(string problem) =>
        new(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", $"{problem}.");

    /// <param name="offered">Media types that the route can return.</param>
    public static Problem NotAcceptable(string offered) =>
        new(StatusCodes.Status406NotAcceptable, "not_acceptable", $"The header Accept must allow {offered}.");

    /// <summary>Returns the error for a status that has no other explanation.</summary>
    public static Problem Of(int status) =>
        status switch
        {
            StatusCodes.Status404NotFound => new(status, "not_found", "Nothing is served at this path."),
            StatusCodes.Status405MethodNotAllowed => new(
                status,
                "method_not_allowed",
                "The path does not support this method. The header Allow lists its methods."
            ),
            StatusCodes.Status408RequestTimeout => new(status, "body_too_slow", "The body arrived too slowly."),
            StatusCodes.Status413PayloadTooLarge => new(status, "body_too_large", "The body exceeds the maximum length for this path."),
            StatusCodes.Status415UnsupportedMediaType => new(status, "unsupported_media_type", "The body must be application/json."),
            StatusCodes.Status500InternalServerError => new(status, "internal_error"),
            StatusCodes.Status503ServiceUnavailable => Unavailable,
            _ => new(status, "bad_request"),
        };

    public Task ExecuteAsync(HttpContext httpContext) => new Refusal(this, ErrorResponse.Of(Status)).ExecuteAsync(httpContext);
}
