using System.IO.Hashing;
using System.Text;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Images;

/// <summary>
/// What content hashes begin with. Each tenant has its own seed, so that equal images of two tenants have different hashes, and neither learns of the
/// other's.
/// </summary>
internal static class ContentSeed
{
    /// <summary>Stored hashes depend on it: it never changes.</summary>
    public static long Of(string tenant) => tenant == JobSubmission.DefaultTenant ? 0 : (long)XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(tenant));
}
