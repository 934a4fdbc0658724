namespace RetailPulse.Client;

/// <summary>Properties of the job of an upload, other than its visits.</summary>
public sealed record UploadOptions
{
    /// <summary>
    /// URL that receives a webhook (<see cref="WebhookSignature"/>) when the job ends, at most 1,000 characters. Default: none.
    /// </summary>
    public string? CallbackUrl { get; init; }

    /// <summary>Name of the job, 1 to 200 characters. Default: none.</summary>
    public string? Label { get; init; }

    /// <summary>Key-value pairs that are attached to the job, as for <see cref="Submission"/>. Default: none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
