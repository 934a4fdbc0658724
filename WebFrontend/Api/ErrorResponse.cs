using System.Text.Json.Serialization;

namespace RetailPulse.WebFrontend.Api;

/// <summary>An error of the routes that are older than API v1.</summary>
/// <param name="Error">What is wrong, for people.</param>
internal sealed record ErrorResponse([property: JsonPropertyName("error")] string Error)
{
    public static readonly ErrorResponse InvalidRequest = new("Invalid request data");
    public static readonly ErrorResponse UnknownJob = new("Job ID not found");
    public static readonly ErrorResponse InvalidKey = new("Idempotency-Key must be 1 to 255 visible ASCII characters");
    public static readonly ErrorResponse KeyConflict = new("Idempotency-Key was already used with another request");
    public static readonly ErrorResponse TooLarge = new("Request body is too large");
    public static readonly ErrorResponse WrongContentType = new("Content-Type must be application/json");
    public static readonly ErrorResponse TooSlow = new("Request body arrived too slowly");
    public static readonly ErrorResponse Unavailable = new("Service is unavailable, try again");
    public static readonly ErrorResponse CrossSite = new("Web pages of other sites may not change anything");
    public static readonly ErrorResponse OtherMachine = new(
        "Without API keys, the dashboard answers its own machine only, and through no proxy"
    );
    public static readonly ErrorResponse UnknownKey = new("API key is missing or unknown");
    public static readonly ErrorResponse RateLimited = new("Too many requests");
    public static readonly ErrorResponse Misdirected = new("Service does not answer to this host name");

    public static ErrorResponse LacksRole(string role) => new($"API key lacks the role {role}");

    /// <summary>The error of a status that has no other explanation.</summary>
    public static ErrorResponse Of(int status) =>
        status switch
        {
            StatusCodes.Status403Forbidden => new("Forbidden"),
            StatusCodes.Status404NotFound => new("Nothing is served at this path"),
            StatusCodes.Status405MethodNotAllowed => new("Method is not allowed; the header Allow lists the methods of this path"),
            StatusCodes.Status408RequestTimeout => TooSlow,
            StatusCodes.Status413PayloadTooLarge => TooLarge,
            StatusCodes.Status415UnsupportedMediaType => WrongContentType,
            StatusCodes.Status500InternalServerError => new("Internal error"),
            StatusCodes.Status503ServiceUnavailable => Unavailable,
            _ => new("Bad request"),
        };
}
