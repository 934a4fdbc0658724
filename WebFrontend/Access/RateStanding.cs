using System.Globalization;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Where a caller stands in its rate limit, for the client to pace itself.</summary>
/// <remarks>See draft-ietf-httpapi-ratelimit-headers-10. Both fields are lists of structured fields (RFC 9651).</remarks>
/// <param name="Remaining">Number of requests that the caller may send at once.</param>
/// <param name="RetryAfter">Seconds, at least 1, after which a refused request may be repeated; <see langword="null"/> if it is within the limit.</param>
internal sealed record RateStanding(RequestRate Rate, long Remaining, int? RetryAfter)
{
    public const string Header = "RateLimit";
    public const string PolicyHeader = "RateLimit-Policy";

    /// <summary>Name of the only policy.</summary>
    private const string Policy = "requests";

    /// <summary>
    /// Adds the fields to the response, with <c>Retry-After</c> if the request is refused, and keeps them in case that the response is rewritten.
    /// </summary>
    public void Show(HttpContext context)
    {
        context.Features.Set(this);
        Write(context.Response.Headers);
        if (RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Writes the quota <c>q</c> per window of <c>w</c> seconds, and the remaining requests <c>r</c>, until all return after <c>t</c> seconds.</summary>
    public void Write(IHeaderDictionary headers)
    {
        var window = Rate.SecondsToFill(Rate.Burst);
        var reset = Math.Max(Rate.SecondsToFill(Rate.Burst - Remaining), RetryAfter ?? 0);
        headers[PolicyHeader] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={Rate.Burst};w={window}");
        headers[Header] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={Remaining};t={reset}");
    }
}
