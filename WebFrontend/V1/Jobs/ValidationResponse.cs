using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>What a submission would meet.</summary>
/// <param name="Valid">It would be accepted. Stores that are not known and URLs that are refused fail the job, not its submission.</param>
/// <param name="Visits">In so far as the body could be read, like all that follows.</param>
/// <param name="Errors">The first 100 wrong fields.</param>
/// <param name="MoreErrors">There are more, and reading stopped there.</param>
/// <param name="UnknownStores">Stores that the store master lacks: the first 100 of all of them.</param>
/// <param name="RefusedUrls">URLs of addresses that are not connected to: the first 100 of all of them.</param>
/// <param name="UndatedVisits">Visits whose time is not a date of ISO 8601, so that no search by date finds them: the first 100 of all of them.</param>
/// <param name="PaddedStores">Store ids with blanks or characters without width at their ends: the first 100 of all of them.</param>
/// <param name="RepeatedUrls">URLs that the submission has more than once: the first 100 of all of them.</param>
internal sealed record ValidationResponse(
    bool Valid,
    int Visits,
    long Images,
    IReadOnlyList<FieldProblem> Errors,
    bool MoreErrors,
    IReadOnlyList<UnknownStoreResponse> UnknownStores,
    int UnknownStoresTotal,
    IReadOnlyList<RefusedUrlResponse> RefusedUrls,
    int RefusedUrlsTotal,
    IReadOnlyList<UndatedVisitResponse> UndatedVisits,
    int UndatedVisitsTotal,
    IReadOnlyList<PaddedStoreResponse> PaddedStores,
    int PaddedStoresTotal,
    IReadOnlyList<RepeatedUrlResponse> RepeatedUrls,
    int RepeatedUrlsTotal)
{
    public static ValidationResponse From(JobSubmission read, FieldErrors wrong, CappedList<UnknownStoreResponse> stores, CappedList<RefusedUrlResponse> urls, SubmissionFindings findings) => new(
        !wrong.Any,
        read.Visits.Length,
        read.Visits.Sum(visit => (long)visit.ImageUrls.Count),
        InvalidBody.Fields(wrong),
        wrong.More,
        stores.First,
        stores.Total,
        urls.First,
        urls.Total,
        findings.UndatedVisits.First,
        findings.UndatedVisits.Total,
        findings.PaddedStores.First,
        findings.PaddedStores.Total,
        findings.RepeatedUrls.First,
        findings.RepeatedUrls.Total);
}

/// <param name="Visits">How many visits of the submission are of this store; they would all fail.</param>
internal sealed record UnknownStoreResponse(string StoreId, int Visits);

/// <param name="Field">Points to the URL in the body (RFC 6901).</param>
internal sealed record RefusedUrlResponse(string Field, string Url);

/// <param name="Field">Points to the visit's time in the body (RFC 6901).</param>
internal sealed record UndatedVisitResponse(string Field, string VisitTime);

/// <param name="Visits">How many visits of the submission are of this store.</param>
internal sealed record PaddedStoreResponse(string StoreId, int Visits);

/// <param name="Field">Points to the first image of the URL in the body (RFC 6901).</param>
/// <param name="Images">How many images of the submission have the URL.</param>
internal sealed record RepeatedUrlResponse(string Field, string Url, int Images);

/// <summary>The first entries of a list that may be long, and how many there are in all.</summary>
internal sealed class CappedList<T>(int most)
{
    private readonly List<T> first = [];

    public IReadOnlyList<T> First => first;

    public int Total { get; private set; }

    public void Add(T entry)
    {
        if (Total++ < most) first.Add(entry);
    }
}
