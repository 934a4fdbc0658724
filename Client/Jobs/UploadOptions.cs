namespace RetailPulse.Client;

/// <summary>What an upload says about its job, besides the visits.</summary>
public sealed record UploadOptions
{
    /// <summary>
    /// URL that receives a webhook (<see cref="WebhookSignature"/>) when the job ends, at most 1,000 characters. Default: none.
    /// </summary>
    public string? CallbackUrl { get; init; }
}
