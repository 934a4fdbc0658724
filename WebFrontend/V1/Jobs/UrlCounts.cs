using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using System.Text;
using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// How often a submission has each URL, as digests of 8 bytes: all URLs of a large body would take several times its size as texts. Different URLs do
/// not have equal digests by chance.
/// </summary>
internal sealed class UrlCounts
{
    private readonly ulong[] sorted;
    private readonly BitArray met;

    private UrlCounts(ulong[] sorted)
    {
        this.sorted = sorted;
        met = new BitArray(sorted.Length);
        for (var at = 1; at < sorted.Length && !AnyRepeated; at++) AnyRepeated = sorted[at] == sorted[at - 1];
    }

    /// <summary>Whether a URL is there more than once.</summary>
    public bool AnyRepeated { get; }

    /// <param name="read">URLs that are wrong are empty, and do not count.</param>
    public static UrlCounts Of(JobSubmission read)
    {
        ulong[] digests = [.. read.Visits.SelectMany(visit => visit.ImageUrls).Where(url => url.Length > 0).Select(DigestOf)];
        Array.Sort(digests);
        return new UrlCounts(digests);
    }

    /// <summary>Returns how often the URL is there when it is met for the first time, and 0 afterwards.</summary>
    public int Meet(string url)
    {
        var digest = DigestOf(url);
        var first = FindFirst(digest);
        if (met[first]) return 0;
        met[first] = true;
        var end = first;
        while (end < sorted.Length && sorted[end] == digest) end++;
        return end - first;
    }

    private int FindFirst(ulong digest)
    {
        var (low, high) = (0, sorted.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < digest) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static ulong DigestOf(string url)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(url), digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
