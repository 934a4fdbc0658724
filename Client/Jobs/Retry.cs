namespace RetailPulse.Client;

/// <summary>Which of a job's failed images to try anew: all, or those of one reason or host.</summary>
public sealed record Retry
{
    /// <summary>Why they failed, such as <c>connect</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The host of their URLs, as failures name it; without a port, all ports of that host.</summary>
    public string? Host { get; init; }
}

/// <summary>A job that was to be taken up again.</summary>
/// <param name="Retried">How many images are tried anew.</param>
public sealed record RetriedJob(long Retried, Job Job);

/// <param name="Url">In place of the one that failed.</param>
internal sealed record Amendment(string Url);
