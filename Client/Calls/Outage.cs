namespace RetailPulse.Client;

/// <summary>An outage of the service, and how long the client keeps retrying.</summary>
internal sealed class Outage(RetailPulseClientOptions options)
{
    private long? began;
    private int failures;

    /// <summary>Ends the outage, because the service responded.</summary>
    public void End() => (began, failures) = (null, 0);

    /// <summary>Waits before the next attempt.</summary>
    /// <exception cref="RetailPulseException">Rethrows <paramref name="failure"/> if it is permanent or the outage has lasted too long.</exception>
    public async Task WaitAsync(RetailPulseException failure, CancellationToken cancellationToken)
    {
        began ??= options.Time.GetTimestamp();
        var wait = failure.RetryAfter ?? Backoff.After(++failures);
        if (!failure.MayPass || options.Time.GetElapsedTime(began.Value) + wait > options.ReconnectFor)
            throw failure;
        await Task.Delay(wait, options.Time, cancellationToken).ConfigureAwait(false);
    }
}
