using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>What the end of one call reveals about its host. A closed list.</summary>
internal enum CallEnd
{
    /// <summary>Nothing: the call was canceled or never left this silo.</summary>
    Nothing,

    /// <summary>The host sent a complete response, even if it is a 404 or not an image.</summary>
    Answered,

    /// <summary>The host responded with a server error, with invalid HTTP, or with a body that stalled.</summary>
    Broken,

    /// <summary>The host requested a pause that the image can wait for.</summary>
    Busy,

    /// <summary>The host requested a longer pause than the image can wait for.</summary>
    BusyForLong,

    /// <summary>The name, the connection or TLS failed, or no response arrived within the attempt's limits.</summary>
    Unreachable,
}

/// <summary>Classifies the end of a call from its attempt.</summary>
internal static class CallEnds
{
    /// <param name="responded">Whether the host's response headers were received.</param>
    /// <param name="canWait">Time that the image can still wait for pauses that servers request.</param>
    public static CallEnd From(ImageAttempt attempt, bool responded, TimeSpan canWait) =>
        attempt.Outcome.Reason switch
        {
            ImageReason.RefusedAddress => CallEnd.Nothing,
            ImageReason.Dns or ImageReason.Connect or ImageReason.Tls => CallEnd.Unreachable,
            ImageReason.Timeout => responded ? CallEnd.Broken : CallEnd.Unreachable,
            ImageReason.Protocol => CallEnd.Broken,
            ImageReason.Http429 or ImageReason.Http5xx => OfRefusal(attempt.RetryAfter, canWait),
            ImageReason.HttpStatus when attempt.Transient is true => OfRefusal(attempt.RetryAfter, canWait),
            _ => CallEnd.Answered,
        };

    private static CallEnd OfRefusal(TimeSpan? retryAfter, TimeSpan canWait) =>
        retryAfter is not { } requestedRest || requestedRest <= TimeSpan.Zero ? CallEnd.Broken
        : requestedRest <= canWait ? CallEnd.Busy
        : CallEnd.BusyForLong;
}
