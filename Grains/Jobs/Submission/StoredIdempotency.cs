namespace RetailPulse.Grains.Jobs.Submission;

/// <summary>The stored claim of a key on a job or a change.</summary>
/// <remarks>Schema 1 had only jobs. In it, the last three members have their defaults, which mean a job.</remarks>
internal sealed class StoredIdempotency
{
    public int Schema { get; set; } = 2;
    public long JobId { get; set; }
    public string Fingerprint { get; set; } = "";
    public DateTimeOffset ClaimedAt { get; set; }

    /// <summary>
    /// Number of retries of the job, or version of the store master, when the key was claimed. A change that was made has increased it.
    /// </summary>
    public int? Mark { get; set; }

    /// <summary>Whether the change was made and its response is known.</summary>
    public bool Made { get; set; }

    /// <summary>Number of images that were retried; <see langword="null"/> if the retry had nothing to do.</summary>
    public long? Images { get; set; }

    /// <summary>Returns whether the claim is still valid. It expires after 24 hours.</summary>
    public bool HoldsAt(DateTimeOffset now) => now - ClaimedAt < TimeSpan.FromHours(24);
}
