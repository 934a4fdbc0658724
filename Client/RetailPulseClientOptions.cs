using System.Runtime.CompilerServices;

namespace RetailPulse.Client;

/// <summary>The options of a client. A value out of its range throws <see cref="ArgumentOutOfRangeException"/> when it is set.</summary>
public sealed record RetailPulseClientOptions
{
    /// <remarks>A timer of .NET takes 49.7 days at most, and a call may add the time for its body.</remarks>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(49);

    /// <summary>API key, which is sent as <c>Authorization: Bearer</c>. Default: none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Maximum number of attempts of a call, at least 1. Default: 4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxAttempts
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 4;

    /// <summary>
    /// Maximum wait before another attempt, 0 to 49 days. If the service requests a longer one, the call is not retried. Default: 30 s.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or more than 49 days.</exception>
    public TimeSpan LongestWait
    {
        get;
        init => field = Within(value, TimeSpan.Zero, MaxDuration);
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Maximum time for which waiting for a job and listening to it continue while the service cannot be reached, as during a restart, at
    /// least 0. Then they throw. With <see cref="TimeSpan.MaxValue"/>, they never give up. Default: 5 minutes.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan ReconnectFor
    {
        get;
        init => field = Within(value, TimeSpan.Zero, TimeSpan.MaxValue);
    } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Maximum time until the response to a call begins, 1 ms to 49 days or <see cref="Timeout.InfiniteTimeSpan"/>, and 1 s more for each 32 KiB that it sends. For an upload, it
    /// begins after the last byte, and is at most one hour longer. Default: that of the <see cref="HttpClient"/>, otherwise 100 s.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 ms and not infinite, or more than 49 days.</exception>
    public TimeSpan? CallTimeout
    {
        get;
        init => field = value is { } timeout ? WithinOrInfinite(timeout) : null;
    }

    /// <summary>
    /// Maximum silence within a response, and maximum time for which an upload cannot be sent, 1 ms to 49 days or
    /// <see cref="Timeout.InfiniteTimeSpan"/>. Then the connection counts as lost. In event streams and exports, the service sends something every 15 s. Default: 45 s.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1 ms and not infinite, or more than 49 days.</exception>
    public TimeSpan LongestSilence
    {
        get;
        init => field = WithinOrInfinite(value);
    } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Whether to compress submissions, uploads, and store masters. Services before API version 1.1 refuse them. Default: <see langword="false"/>.
    /// </summary>
    public bool CompressBodies { get; init; }

    /// <summary>Clock for all waits. Default: the system clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    private static TimeSpan WithinOrInfinite(TimeSpan value, [CallerMemberName] string? name = null) =>
        value == Timeout.InfiniteTimeSpan ? value : Within(value, TimeSpan.FromMilliseconds(1), MaxDuration, name);

    private static TimeSpan Within(TimeSpan value, TimeSpan min, TimeSpan max, [CallerMemberName] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max, name);
        return value;
    }
}
