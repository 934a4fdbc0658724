namespace RetailPulse.Client;

/// <summary>The options of a client.</summary>
public sealed record RetailPulseClientOptions
{
    /// <summary>API key, which is sent as <c>Authorization: Bearer</c>. Default: none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Maximum number of attempts of a call, at least 1. Default: 4.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>
    /// Maximum wait before another attempt. If the service requests a longer one, the call is not retried. Default: 30 s.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Maximum time for which waiting for a job and listening to it continue while the service cannot be reached, as during a restart. Then
    /// they throw. Default: 5 minutes.
    /// </summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Maximum time until the response to a call begins, and 1 s more for each 32 KiB that it sends. For an upload, it
    /// begins after the last byte, and is at most one hour longer. Default: that of the <see cref="HttpClient"/>, otherwise 100 s.
    /// </summary>
    public TimeSpan? CallTimeout { get; init; }

    /// <summary>
    /// Maximum silence within a response, and maximum time for which an upload cannot be sent. Then the connection counts as lost. In event
    /// streams and exports, the service sends something every 15 s. Default: 45 s.
    /// </summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>
    /// Whether to compress submissions, uploads, and store masters. Services before API version 1.1 refuse them. Default: <see langword="false"/>.
    /// </summary>
    public bool CompressBodies { get; init; }

    /// <summary>Clock for all waits. Default: the system clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
