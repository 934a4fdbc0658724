using System.Net.Http.Headers;

namespace RetailPulse.Grains.Network;

/// <summary>How long a server asks to be left alone, RFC 9110, section 10.2.3.</summary>
internal static class RetryAfter
{
    /// <summary>0 or more; <see langword="null"/> when the server does not say.</summary>
    /// <remarks>A date is compared with the response's own <c>Date</c>, so a server whose clock differs from ours asks for no more than it means.</remarks>
    public static TimeSpan? From(HttpResponseHeaders headers, DateTimeOffset now) => From(headers, now, TimeSpan.MaxValue);

    /// <summary>From 0 to <paramref name="longest"/>; <see langword="null"/> when the server does not say.</summary>
    public static TimeSpan? From(HttpResponseHeaders headers, DateTimeOffset now, TimeSpan longest) =>
        headers.RetryAfter is { } asked && (asked.Delta ?? asked.Date - (headers.Date ?? now)) is { } wait ? Clamp(wait, longest) : null;

    private static TimeSpan Clamp(TimeSpan wait, TimeSpan longest) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait > longest ? longest : wait;
}
