using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Asks the cluster what a submission would meet, and starts nothing.</summary>
internal sealed class Validation(IGrainFactory grains, ClusterCall cluster)
{
    /// <summary>Stores asked about in one call.</summary>
    private const int StoreBatch = 10_000;

    /// <summary>URLs asked about in one call; so few that a body of nothing else is not in memory twice.</summary>
    private const int UrlBatch = 1_000;

    /// <summary>Entries of a list that are told.</summary>
    private const int MostTold = 100;

    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(5), Total: TimeSpan.FromSeconds(6));

    /// <summary><see langword="null"/> when the cluster does not answer.</summary>
    /// <param name="read">What is wrong with it is empty, and is passed over here.</param>
    public async Task<ValidationResponse?> OfAsync(JobSubmission read, FieldErrors wrong) =>
        await FindUnknownStoresAsync(read) is { } stores && await FindRefusedUrlsAsync(read) is { } urls
            ? ValidationResponse.From(read, wrong, stores, urls, SubmissionFindings.Of(read, MostTold))
            : null;

    private async Task<CappedList<UnknownStoreResponse>?> FindUnknownStoresAsync(JobSubmission read)
    {
        var unknown = new CappedList<UnknownStoreResponse>(MostTold);
        var visits = read.Visits.Where(visit => visit.StoreId.Length > 0).CountBy(visit => visit.StoreId, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        foreach (var ids in visits.Keys.Chunk(StoreBatch))
        {
            var (answered, found) = await cluster.TryAsync(() => grains.GetGrain<IStoreMasterGrain>(0).FindUnknownAsync([.. ids]).AsTask(), Budget);
            if (!answered) return null;
            foreach (var id in found) unknown.Add(new UnknownStoreResponse(id, visits[id]));
        }

        return unknown;
    }

    /// <summary>A name may lead anywhere by the time it is resolved, so only URLs of addresses are asked about.</summary>
    private async Task<CappedList<RefusedUrlResponse>?> FindRefusedUrlsAsync(JobSubmission read)
    {
        var refused = new CappedList<RefusedUrlResponse>(MostTold);
        if (read.CallbackUrl is { } callback && ImageUrl.AddressOf(callback) is { } receiver)
        {
            var (answered, closed) = await cluster.TryAsync(() => grains.GetGrain<IImageHostGrain>(0).FindRefusedReceiversAsync([receiver]).AsTask(), Budget);
            if (!answered) return null;
            if (closed.Length > 0) refused.Add(new RefusedUrlResponse("/callback_url", callback));
        }

        foreach (var urls in UrlsOfAddresses(read).Chunk(UrlBatch))
        {
            ImmutableArray<ImageHost> hosts = [.. urls.Select(url => url.Host).Distinct()];
            var (answered, found) = await cluster.TryAsync(() => grains.GetGrain<IImageHostGrain>(0).FindRefusedAsync(hosts).AsTask(), Budget);
            if (!answered) return null;
            var closed = found.ToHashSet();
            foreach (var url in urls.Where(url => closed.Contains(url.Host))) refused.Add(new RefusedUrlResponse(url.Field, url.Url));
        }

        return refused;
    }

    private static IEnumerable<(string Field, string Url, ImageHost Host)> UrlsOfAddresses(JobSubmission read)
    {
        foreach (var (number, visit) in read.Visits.Index())
        {
            foreach (var (image, url) in visit.ImageUrls.Index())
            {
                if (url.Length > 0 && ImageUrl.AddressOf(url) is { } host) yield return ($"/visits/{number}/image_url/{image}", url, host);
            }
        }
    }
}
