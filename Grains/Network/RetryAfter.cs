using System.Net.Http.Headers;

namespace RetailPulse.Grains.Network;

/// <summary>Reads the delay that a server requests (RFC 9110, section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>Returns the delay, 0 or more; <see langword="null"/> if the server requests none.</summary>
    /// <remarks>A date is compared with the <c>Date</c> of the response, so that a difference between the clocks has no effect.</remarks>
    public static TimeSpan? From(HttpResponseHeaders headers, DateTimeOffset now) => From(headers, now, TimeSpan.MaxValue);

    /// <summary>Returns the delay, from 0 to <paramref name="max"/>; <see langword="null"/> if the server requests none.</summary>
    public static TimeSpan? From(HttpResponseHeaders headers, DateTimeOffset now, TimeSpan max) =>
        headers.RetryAfter is { } asked && (asked.Delta ?? asked.Date - (headers.Date ?? now)) is { } wait ? Clamp(wait, max) : null;

    private static TimeSpan Clamp(TimeSpan wait, TimeSpan max) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero
        : wait > max ? max
        : wait;
}
