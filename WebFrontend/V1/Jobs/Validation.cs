using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Checks what would happen to a submission, without starting anything.</summary>
internal sealed class Validation(IGrainFactory grains, ClusterCall cluster)
{
    /// <summary>Number of stores per call.</summary>
    private const int StoreBatch = 10_000;

    /// <summary>Number of URLs per call, so few that a body of nothing but URLs is not in memory twice.</summary>
    private const int UrlBatch = 1_000;

    /// <summary>Maximum number of entries of each list.</summary>
    private const int MaxEntries = 100;

    /// <summary>Returns what would happen to a submission.</summary>
    /// <param name="read">The submission, in which invalid fields are empty. They are skipped here.</param>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<ValidationResponse> OfAsync(JobSubmission read, FieldErrors errors) =>
        ValidationResponse.From(
            read,
            errors,
            await FindUnknownStoresAsync(read),
            await FindRefusedUrlsAsync(read),
            SubmissionFindings.Of(read, MaxEntries)
        );

    private async Task<CappedList<UnknownStoreResponse>> FindUnknownStoresAsync(JobSubmission read)
    {
        var unknown = new CappedList<UnknownStoreResponse>(MaxEntries);
        var visits = read
            .Visits.Where(visit => visit.StoreId.Length > 0)
            .CountBy(visit => visit.StoreId, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        foreach (var ids in visits.Keys.Chunk(StoreBatch))
        {
            var found = await cluster.CallAsync(
                () => grains.GetGrain<IStoreMasterGrain>(0).FindUnknownAsync([.. ids]).AsTask(),
                CallBudgets.Page
            );
            foreach (var id in found)
                unknown.Add(new UnknownStoreResponse(id, visits[id]));
        }

        return unknown;
    }

    /// <summary>Checks URLs with IP addresses only: a host name may have another address by the time it is resolved.</summary>
    private async Task<CappedList<RefusedUrlResponse>> FindRefusedUrlsAsync(JobSubmission read)
    {
        var refused = new CappedList<RefusedUrlResponse>(MaxEntries);
        if (read.CallbackUrl is { } callback && ImageUrl.AddressOf(callback) is { } receiver)
        {
            var found = await cluster.CallAsync(
                () => grains.GetGrain<IImageHostGrain>(0).FindRefusedReceiversAsync([receiver]).AsTask(),
                CallBudgets.Page
            );
            if (found.Length > 0)
                refused.Add(new RefusedUrlResponse("/callback_url", callback));
        }

        foreach (var urls in UrlsOfAddresses(read).Chunk(UrlBatch))
        {
            ImmutableArray<ImageHost> hosts = [.. urls.Select(url => url.Host).Distinct()];
            var found = await cluster.CallAsync(
                () => grains.GetGrain<IImageHostGrain>(0).FindRefusedAsync(hosts).AsTask(),
                CallBudgets.Page
            );
            var closed = found.ToHashSet();
            foreach (var url in urls.Where(url => closed.Contains(url.Host)))
                refused.Add(new RefusedUrlResponse(url.Field, url.Url));
        }

        return refused;
    }

    private static IEnumerable<(string Field, string Url, ImageHost Host)> UrlsOfAddresses(JobSubmission read)
    {
        foreach (var (number, visit) in read.Visits.Index())
        {
            foreach (var (image, url) in visit.ImageUrls.Index())
            {
                if (url.Length > 0 && ImageUrl.AddressOf(url) is { } host)
                    yield return ($"/visits/{number}/image_url/{image}", url, host);
            }
        }
    }
}
