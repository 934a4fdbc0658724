namespace RetailPulse.Grains.Jobs;

/// <summary>What a key stands for: a job, or a change. Schema 1 knew jobs only; the defaults of the last three members mean one.</summary>
internal sealed class StoredIdempotency
{
    public int Schema { get; set; } = 2;
    public long JobId { get; set; }
    public string Fingerprint { get; set; } = "";
    public DateTimeOffset ClaimedAt { get; set; }

    /// <summary>How often the job was retried, or the version of the store master, when the key was claimed. A change that was made has moved it.</summary>
    public int? Mark { get; set; }

    /// <summary>The change was made, and its response is known.</summary>
    public bool Made { get; set; }

    /// <summary>Images that a retry has tried anew; <see langword="null"/> when it had nothing to do.</summary>
    public long? Images { get; set; }

    /// <summary>For 24 hours the key stands for this; then it is free for another.</summary>
    public bool HoldsAt(DateTimeOffset now) => now - ClaimedAt < TimeSpan.FromHours(24);
}
