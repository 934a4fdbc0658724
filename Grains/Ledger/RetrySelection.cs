using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>Which of a job's failed images to try anew; what is <see langword="null"/> lets every one through.</summary>
/// <param name="Host">A <see cref="FailureGroup.Host"/>; without a port, all ports of that host.</param>
/// <param name="Url">Instead of the image's own from now on.</param>
internal sealed record RetrySelection(ImageReason? Reason = null, string? Host = null, ImagePlace? Place = null, string? Url = null);
