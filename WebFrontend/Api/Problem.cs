using Microsoft.AspNetCore.WebUtilities;

namespace RetailPulse.WebFrontend.Api;

/// <summary>An error, as every route of API v1 tells it.</summary>
/// <param name="Code">For programs; never changes.</param>
/// <param name="Detail">For people.</param>
/// <remarks>RFC 9457. Its type is <c>about:blank</c>: the codes are few, and there is nothing to fetch about them.</remarks>
internal sealed record Problem(int Status, string Code, string? Detail = null, IReadOnlyList<FieldProblem>? Errors = null) : IResult
{
    public const string MediaType = "application/problem+json";

    public static readonly Problem JobNotFound = new(StatusCodes.Status404NotFound, "job_not_found", "There is no job of this id.");

    public static readonly Problem ImageNotFound = new(StatusCodes.Status404NotFound, "image_not_found", "The job has no image at this place.");

    public static readonly Problem DeliveryNotFound = new(StatusCodes.Status404NotFound, "delivery_not_found", "The job has no delivery of this id.");

    public static readonly Problem JobIsOngoing = new(StatusCodes.Status409Conflict, "job_is_ongoing", "The job has not ended yet; ask again when it has.");

    public static readonly Problem JobWasCancelled = new(StatusCodes.Status409Conflict, "job_was_cancelled", "The job was cancelled, which is final; submit its images anew.");

    public static readonly Problem ImageNotFailed = new(StatusCodes.Status409Conflict, "image_not_failed", "Only the URL of an image that failed can be replaced.");

    public static readonly Problem TooManyRotations = new(
        StatusCodes.Status409Conflict,
        "too_many_rotations",
        "The secret was rotated 24 times within 24 hours, and all of the replaced secrets still sign. Rotate again when the oldest one has ended.");

    public static readonly Problem StoreNotFound = new(StatusCodes.Status404NotFound, "store_not_found", "The store master has no store of this id.");

    public static readonly Problem InvalidIdempotencyKey =
        new(StatusCodes.Status400BadRequest, "invalid_idempotency_key", "The header Idempotency-Key must be 1 to 255 visible ASCII characters.");

    public static readonly Problem IdempotencyKeyConflict =
        new(StatusCodes.Status422UnprocessableEntity, "idempotency_key_conflict", "The Idempotency-Key was used with another body in the last 24 hours.");

    public static readonly Problem Unauthorized =
        new(StatusCodes.Status401Unauthorized, "unauthorized", "Send an API key that is known here: Authorization: Bearer KEY, or X-Api-Key: KEY.");

    public static readonly Problem CrossSite = new(
        StatusCodes.Status403Forbidden,
        "cross_site",
        "Web pages of other sites may not change anything. RetailPulse:Api:AllowedOrigins lists the origins whose pages may.");

    public static readonly Problem MisdirectedRequest = new(
        StatusCodes.Status421MisdirectedRequest,
        "misdirected_request",
        "The service does not answer to this host name. AllowedHosts lists its names; without API keys, it serves its own machine only, and through no proxy.");

    public static readonly Problem RateLimited =
        new(StatusCodes.Status429TooManyRequests, "rate_limited", "The key has made as many requests as it may; come again after Retry-After seconds.");

    /// <summary>The cluster or its storage does not answer now; the client may ask again.</summary>
    public static readonly Problem Unavailable = new(StatusCodes.Status503ServiceUnavailable, "unavailable", "The service cannot answer now; try again.");

    public ProblemResponse Body => new("about:blank", ReasonPhrases.GetReasonPhrase(Status), Status, Code, Detail, Errors);

    public static Problem Forbidden(string role) => new(StatusCodes.Status403Forbidden, "forbidden", $"This takes a key with the role {role}.");

    public static Problem QuotaExceeded(string detail) => new(StatusCodes.Status429TooManyRequests, "quota_exceeded", detail);

    public static readonly Problem TooManyListeners =
        new(StatusCodes.Status503ServiceUnavailable, "too_many_listeners", "As many clients listen to events here as may; try again.");

    public static readonly Problem TooManyBodies = new(
        StatusCodes.Status503ServiceUnavailable, "too_many_bodies", "This server holds as many bytes of request bodies as it may, in all or for one tenant. Retry later.");

    public static Problem InvalidQuery(IReadOnlyList<FieldProblem> errors) =>
        new(StatusCodes.Status400BadRequest, "invalid_query", "Fields of the query are wrong; each is named in errors.", errors);

    public static Problem InvalidBody(params IReadOnlyList<FieldProblem> errors) =>
        new(StatusCodes.Status400BadRequest, "invalid_body", "Fields of the body are wrong; each is named in errors.", errors);

    public static Problem UnsupportedMediaType(string problem) => new(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", $"{problem}.");

    public static Problem NotAcceptable(string offered) =>
        new(StatusCodes.Status406NotAcceptable, "not_acceptable", $"This is served as {offered}.");

    /// <summary>What a status says by itself.</summary>
    public static Problem Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "not_found", "Nothing is served at this path."),
        StatusCodes.Status405MethodNotAllowed => new(status, "method_not_allowed", "The header Allow names the methods of this path."),
        StatusCodes.Status408RequestTimeout => new(status, "body_too_slow", "The body arrived too slowly."),
        StatusCodes.Status413PayloadTooLarge => new(status, "body_too_large", "The body is longer than this path takes."),
        StatusCodes.Status415UnsupportedMediaType => new(status, "unsupported_media_type", "The body must be application/json."),
        StatusCodes.Status500InternalServerError => new(status, "internal_error"),
        StatusCodes.Status503ServiceUnavailable => Unavailable,
        _ => new(status, "bad_request"),
    };

    public Task ExecuteAsync(HttpContext httpContext) => new Refusal(this, ErrorResponse.Of(Status)).ExecuteAsync(httpContext);
}
