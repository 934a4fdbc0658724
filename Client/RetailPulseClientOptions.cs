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

    /// <summary>The clock of all waits. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
