using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.Submissions;
using RetailPulse.WebFrontend.Submissions.Uploads;

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
            read.Visits.Length,
            read.Images,
            errors,
            await FindUnknownStoresAsync(read),
            await FindRefusedUrlsAsync(read),
            SubmissionFindings.Of(read, MaxEntries)
        );

    /// <summary>Returns what would happen to an upload, of which one part after the other is in memory.</summary>
    /// <param name="head">The submission without its visits.</param>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task<ValidationResponse> OfAsync(JobSubmission head, UploadReader reader, CancellationToken cancellationToken)
    {
        var findings = new UploadFindings(MaxEntries);
        if (await FindRefusedReceiverAsync(head) is { } receiver)
            findings.RefusedUrls.Add(receiver);
        while (await reader.ReadAsync(cancellationToken) is { } part)
        {
            findings.Add(part, await FindUnknownStoresAsync(findings.NewStores(part)));
            foreach (var url in await FindRefusedUrlsAsync(UploadFindings.UrlsOfAddresses(part)))
                findings.RefusedUrls.Add(url);
        }

        return findings.ToResponse(reader);
    }

    private async Task<CappedList<UnknownStoreResponse>> FindUnknownStoresAsync(JobSubmission read)
    {
        var unknown = new CappedList<UnknownStoreResponse>(MaxEntries);
        var visits = read
            .Visits.Where(visit => visit.StoreId.Length > 0)
            .CountBy(visit => visit.StoreId, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        foreach (var id in await FindUnknownStoresAsync(visits.Keys))
            unknown.Add(new UnknownStoreResponse(id, visits[id]));
        return unknown;
    }

    private async Task<List<string>> FindUnknownStoresAsync(IReadOnlyCollection<string> stores)
    {
        var unknown = new List<string>();
        foreach (var ids in stores.Chunk(StoreBatch))
            unknown.AddRange(
                await cluster.CallAsync(() => grains.GetGrain<IStoreMasterGrain>(0).FindUnknownAsync([.. ids]).AsTask(), CallBudgets.Page)
            );
        return unknown;
    }

    private async Task<CappedList<RefusedUrlResponse>> FindRefusedUrlsAsync(JobSubmission read)
    {
        var refused = new CappedList<RefusedUrlResponse>(MaxEntries);
        if (await FindRefusedReceiverAsync(read) is { } receiver)
            refused.Add(receiver);
        foreach (var url in await FindRefusedUrlsAsync(UrlsOfAddresses(read)))
            refused.Add(url);
        return refused;
    }

    private async Task<RefusedUrlResponse?> FindRefusedReceiverAsync(JobSubmission read)
    {
        if (read.CallbackUrl is not { } callback || ImageUrl.AddressOf(callback) is not { } receiver)
            return null;
        var found = await cluster.CallAsync(
            () => grains.GetGrain<IImageHostGrain>(0).FindRefusedReceiversAsync([receiver]).AsTask(),
            CallBudgets.Page
        );
        return found.Length > 0 ? new RefusedUrlResponse("/callback_url", callback) : null;
    }

    /// <summary>Checks URLs with IP addresses only: a host name may have another address by the time it is resolved.</summary>
    private async Task<List<RefusedUrlResponse>> FindRefusedUrlsAsync(IEnumerable<(RefusedUrlResponse Url, ImageHost Host)> all)
    {
        var refused = new List<RefusedUrlResponse>();
        foreach (var urls in all.Chunk(UrlBatch))
        {
            ImmutableArray<ImageHost> hosts = [.. urls.Select(url => url.Host).Distinct()];
            var found = await cluster.CallAsync(
                () => grains.GetGrain<IImageHostGrain>(0).FindRefusedAsync(hosts).AsTask(),
                CallBudgets.Page
            );
            var closed = found.ToHashSet();
            refused.AddRange(urls.Where(url => closed.Contains(url.Host)).Select(url => url.Url));
        }

        return refused;
    }

    private static IEnumerable<(RefusedUrlResponse Url, ImageHost Host)> UrlsOfAddresses(JobSubmission read)
    {
        foreach (var (number, visit) in read.Visits.Index())
        {
            foreach (var (image, url) in visit.ImageUrls.Index())
            {
                if (url.Length > 0 && ImageUrl.AddressOf(url) is { } host)
                    yield return (new($"/visits/{number}/image_url/{image}", url), host);
            }
        }
    }
}
