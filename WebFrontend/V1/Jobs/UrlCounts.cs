using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using System.Text;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// Counts how often each URL occurs in a submission. It keeps digests of 8 bytes, because the URLs of a large body would take several times
/// its size as strings. Equal digests of different URLs are practically impossible.
/// </summary>
internal sealed class UrlCounts
{
    /// <summary>Hashed before each URL, so that nobody can choose URLs whose digests collide in a table.</summary>
    private static readonly byte[] Salt = RandomNumberGenerator.GetBytes(16);

    private readonly ulong[] sorted;
    private readonly BitArray met;

    private UrlCounts(ulong[] sorted)
    {
        this.sorted = sorted;
        met = new BitArray(sorted.Length);
        for (var at = 1; at < sorted.Length && !AnyRepeated; at++)
            AnyRepeated = sorted[at] == sorted[at - 1];
    }

    /// <summary>Whether any URL occurs more than once.</summary>
    public bool AnyRepeated { get; }

    /// <param name="read">The submission, in which invalid URLs are empty. They are not counted.</param>
    public static UrlCounts Of(JobSubmission read)
    {
        ulong[] digests = [.. read.Visits.SelectMany(visit => visit.ImageUrls).Where(url => url.Length > 0).Select(DigestOf)];
        Array.Sort(digests);
        return new UrlCounts(digests);
    }

    /// <summary>Returns how often the URL occurs, on the first call for this URL; 0 on later calls.</summary>
    public int Meet(string url)
    {
        var digest = DigestOf(url);
        var first = FindFirst(digest);
        if (met[first])
            return 0;
        met[first] = true;
        var end = first;
        while (end < sorted.Length && sorted[end] == digest)
            end++;
        return end - first;
    }

    private int FindFirst(ulong digest)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < digest)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Returns the digest of a URL, which differs from process to process.</summary>
    public static ulong DigestOf(string url)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Salt, .. Encoding.UTF8.GetBytes(url)], digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
