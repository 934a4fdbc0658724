namespace RetailPulse.Client;

/// <summary>A time in which the service cannot be reached, and how long it is borne.</summary>
internal sealed class Outage(RetailPulseClientOptions options)
{
    private long? began;
    private int failures;

    /// <summary>The service responds again.</summary>
    public void End() => (began, failures) = (null, 0);

    /// <summary>Waits before the next attempt.</summary>
    /// <exception cref="RetailPulseException">It is <paramref name="failure"/>: it will not pass, or has lasted too long.</exception>
    public async Task WaitAsync(RetailPulseException failure, CancellationToken cancellationToken)
    {
        began ??= options.Time.GetTimestamp();
        var wait = failure.RetryAfter ?? Backoff.After(++failures);
        if (!failure.MayPass || options.Time.GetElapsedTime(began.Value) + wait > options.ReconnectFor)
            throw failure;
        await Task.Delay(wait, options.Time, cancellationToken).ConfigureAwait(false);
    }
}
