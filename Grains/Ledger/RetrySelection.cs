using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>Selects the failed images of a job to retry. A <see langword="null"/> property matches every failed image.</summary>
/// <param name="Host">A <see cref="FailureGroup.Host"/>. Without a port, it matches all ports of that host, and with a colon only, that of the scheme.</param>
/// <param name="Url">New URL that replaces the image's own.</param>
/// <param name="By">Name of the key that requests the retry, which selects nothing.</param>
internal sealed record RetrySelection(
    ImageReason? Reason = null,
    string? Host = null,
    ImagePlace? Place = null,
    string? Url = null,
    string? By = null
);
