using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>What the end of one call says about its host. A closed list.</summary>
internal enum CallEnd
{
    /// <summary>It says nothing: the call was canceled, or never left this silo.</summary>
    Nothing,

    /// <summary>The host answered completely, if only with 404 or with what is not an image.</summary>
    Answered,

    /// <summary>The host responded, but with an error of its own, broken HTTP, or a body that stalled.</summary>
    Broken,

    /// <summary>The host asked to be left alone for a time that the image can wait.</summary>
    Busy,

    /// <summary>The host asked to be left alone for longer than the image can wait.</summary>
    BusyForLong,

    /// <summary>No name, no connection, no TLS, or no response within the attempt's limits.</summary>
    Unreachable,
}

/// <summary>Reads the end of a call from the attempt that made it.</summary>
internal static class CallEnds
{
    /// <param name="responded">Whether the host's response headers were received.</param>
    /// <param name="canWait">How long the image can still wait because a server asks for it.</param>
    public static CallEnd From(ImageAttempt attempt, bool responded, TimeSpan canWait) => attempt.Outcome.Reason switch
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
        retryAfter is not { } wish || wish <= TimeSpan.Zero ? CallEnd.Broken : wish <= canWait ? CallEnd.Busy : CallEnd.BusyForLong;
}
