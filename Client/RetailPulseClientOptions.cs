namespace RetailPulse.Client;

/// <summary>How a client calls.</summary>
public sealed record RetailPulseClientOptions
{
    /// <summary>Sent as <c>Authorization: Bearer</c>. Default: none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How often a call is tried in all, 1 or more. Default 4.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>The longest wait before another attempt; a service that asks for a longer one is not tried again. Default 30 s.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long waiting for a job and listening to it go on while the service cannot be reached, as during a restart. After that, they throw. Default: 5 minutes.
    /// </summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Longest silence of a streamed response, an event stream or an export, after which its connection counts as lost. The service sends something every 15 s.
    /// Default: 45 s.
    /// </summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Compresses submissions and store masters. Services before API version 1.1 refuse that. Default: <see langword="false"/>.</summary>
    public bool CompressBodies { get; init; }

    /// <summary>The clock of all waits. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
