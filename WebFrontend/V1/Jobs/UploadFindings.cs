using RetailPulse.Images;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions.Uploads;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// Collects what would happen to an upload, part by part. It remembers digests of 8 bytes of stores and URLs, and of each at most
/// a number, so that its memory is limited.
/// </summary>
/// <param name="max">Maximum number of entries of each list.</param>
internal sealed class UploadFindings(int max)
{
    /// <summary>Number of bytes that the findings of one upload take in memory, at most.</summary>
    public const int Memory = 28 * 1024 * 1024;

    /// <summary>Maximum number of different stores that are remembered, as many as a store master can have: 6 MB.</summary>
    private const int MaxStores = 500_000;

    /// <summary>Maximum number of different URLs that are remembered: 15 MB, and 4 MB more while the table grows.</summary>
    private const int MaxUrls = 1_000_000;

    private readonly DigestTable<StoreMark> stores = new(MaxStores);

    /// <summary>The line on which each URL occurs first; negative if the URL has occurred again.</summary>
    private readonly DigestTable<int> lines = new(MaxUrls);
    private readonly CappedCounts<string> unknown = new(max);
    private readonly CappedCounts<string> padded = new(max);
    private readonly CappedCounts<(string Url, long Line)> repeated = new(max);
    private readonly CappedList<UndatedVisitResponse> undated = new(max);

    /// <summary>What is known of a store.</summary>
    [Flags]
    private enum StoreMark : byte
    {
        Known = 0,
        Unknown = 1,
        Padded = 2,
    }

    public CappedList<RefusedUrlResponse> RefusedUrls { get; } = new(max);

    /// <summary>Returns the stores of a part that no earlier part has.</summary>
    public IReadOnlyCollection<string> NewStores(UploadPart part) =>
        stores.IsFull
            ? []
            :
            [
                .. part
                    .Visits.Select(visit => visit.StoreId)
                    .Where(id => id.Length > 0)
                    .Distinct(StringComparer.Ordinal)
                    .Where(id => !stores.Contains(UrlCounts.DigestOf(id))),
            ];

    /// <summary>Adds a part.</summary>
    /// <param name="unknownStores">Those of its <see cref="NewStores"/> that the store master does not contain.</param>
    public void Add(UploadPart part, IReadOnlyCollection<string> unknownStores)
    {
        var notFound = unknownStores.ToHashSet(StringComparer.Ordinal);
        foreach (var (place, visit) in part.Visits.Index())
        {
            var line = part.Lines[place];
            AddStore(visit.StoreId, notFound);
            if (visit.VisitTime.Length > 0 && VisitDate.Find(visit.VisitTime) is null)
                undated.Add(new UndatedVisitResponse("/visit_time", visit.VisitTime, line));
            foreach (var url in visit.ImageUrls.Where(url => url.Length > 0))
                AddUrl(url, (int)line);
        }
    }

    /// <summary>Returns the URLs of a part whose hosts are IP addresses.</summary>
    public static IEnumerable<(RefusedUrlResponse Url, ImageHost Host)> UrlsOfAddresses(UploadPart part)
    {
        foreach (var (place, visit) in part.Visits.Index())
        {
            foreach (var (image, url) in visit.ImageUrls.Index())
            {
                if (url.Length > 0 && ImageUrl.AddressOf(url) is { } host)
                    yield return (new($"/image_url/{image}", url, part.Lines[place]), host);
            }
        }
    }

    /// <summary>Returns what was found, after the last part.</summary>
    public ValidationResponse ToResponse(UploadReader reader) =>
        ValidationResponse.From(
            reader.Visits,
            reader.Images,
            reader.Errors,
            unknown.ToList((id, visits) => new UnknownStoreResponse(id, visits)),
            RefusedUrls,
            new SubmissionFindings(
                undated,
                padded.ToList((id, visits) => new PaddedStoreResponse(id, visits)),
                repeated.ToList((first, images) => new RepeatedUrlResponse("/image_url", first.Url, images, first.Line))
            )
        );

    private void AddStore(string id, HashSet<string> notFound)
    {
        if (id.Length == 0)
            return;
        var digest = UrlCounts.DigestOf(id);
        var isNew = !stores.TryGetValue(digest, out var mark);
        if (isNew)
        {
            if (stores.IsFull)
                return;
            mark |= notFound.Contains(id) ? StoreMark.Unknown : StoreMark.Known;
            mark |= StoreIds.Trim(id).Length < id.Length ? StoreMark.Padded : StoreMark.Known;
            stores.Set(digest, mark);
        }

        if (mark.HasFlag(StoreMark.Unknown))
            unknown.Add(id, isNew, 1);
        if (mark.HasFlag(StoreMark.Padded))
            padded.Add(id, isNew, 1);
    }

    /// <param name="line">Number of the line. Each has more than one byte, so that it is far below the maximum.</param>
    private void AddUrl(string url, int line)
    {
        var digest = UrlCounts.DigestOf(url);
        if (!lines.TryGetValue(digest, out var first))
        {
            lines.Set(digest, line);
            return;
        }

        if (first > 0)
            lines.Set(digest, -first);
        repeated.Add((url, Math.Abs(first)), isNew: first > 0, first > 0 ? 2 : 1);
    }

    /// <summary>The counts of the first keys, and the number of all keys.</summary>
    private sealed class CappedCounts<TKey>(int max)
        where TKey : notnull
    {
        private readonly OrderedDictionary<TKey, int> counts = [];
        private int total;

        /// <param name="isNew">Whether the key has not been added before.</param>
        public void Add(TKey key, bool isNew, int count)
        {
            if (isNew && total++ < max)
                counts[key] = count;
            else if (counts.TryGetValue(key, out var known))
                counts[key] = known + count;
        }

        public CappedList<TEntry> ToList<TEntry>(Func<TKey, int, TEntry> entry) =>
            new(counts.Select(pair => entry(pair.Key, pair.Value)), total);
    }
}
