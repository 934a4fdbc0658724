using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>The failed images of a job to retry: all, or those of one reason or host.</summary>
public sealed record Retry
{
    /// <summary>Why they failed, such as <c>connect</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The host of their URLs, as failures name it; without a port, all ports of that host, and with a colon only, that of the scheme.</summary>
    public string? Host { get; init; }
}

/// <summary>The result of a retry.</summary>
/// <param name="Retried">Number of images that are retried.</param>
public sealed record RetriedJob([property: JsonRequired] long Retried, [property: JsonRequired] Job Job);

internal sealed record DeletedJob(long Id, bool Deleted);

/// <param name="Url">URL that replaces the failed one.</param>
internal sealed record Amendment(string Url);
