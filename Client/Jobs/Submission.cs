namespace RetailPulse.Client;

/// <summary>A job to be done.</summary>
/// <param name="Visits">One or more.</param>
/// <param name="CallbackUrl">Where the end of the job is told, by a webhook (<see cref="WebhookSignature"/>); <see langword="null"/>: nowhere.</param>
public sealed record Submission(IReadOnlyList<VisitToMeasure> Visits, string? CallbackUrl = null)
{
    /// <summary>The number of visits.</summary>
    public int Count => Visits.Count;
}

/// <summary>A visit to a store at one time.</summary>
/// <param name="StoreId">1 to 200 characters.</param>
/// <param name="ImageUrl">One or more absolute <c>http</c> or <c>https</c> URLs of at most 8,192 characters, without user info.</param>
/// <param name="VisitTime">Any text that is not empty. A date of ISO 8601, such as <c>2026-05-04T09:30:00Z</c>, can be searched for as one.</param>
public sealed record VisitToMeasure(string StoreId, IReadOnlyList<string> ImageUrl, string VisitTime);

/// <summary>A job that is on disk.</summary>
/// <param name="Status">One of <see cref="JobStatus"/>; of a job that was there before, how it stands by now.</param>
/// <param name="Visits">How many visits.</param>
/// <param name="Images">How many images.</param>
public sealed record AcceptedJob(long Id, string Status, int Visits, long Images, JobLinks Links);

/// <summary>What a submission would meet.</summary>
/// <param name="Valid">It would be accepted. Stores that are not known and URLs that are refused fail the job, not its submission.</param>
/// <param name="Visits">In so far as the body could be read, like all that follows.</param>
/// <param name="Errors">The first 100 wrong fields.</param>
/// <param name="MoreErrors">There are more, and reading stopped there.</param>
/// <param name="UnknownStores">Stores that the store master lacks: the first 100.</param>
/// <param name="RefusedUrls">URLs of addresses that images are not fetched from: the first 100.</param>
/// <param name="UndatedVisits">Visits whose time is not a date of ISO 8601, so that no search by date finds them: the first 100.</param>
/// <param name="PaddedStores">Store ids with blanks or characters without width at their ends: the first 100.</param>
/// <param name="RepeatedUrls">URLs that the submission has more than once: the first 100.</param>
public sealed record Validation(
    bool Valid,
    int Visits,
    long Images,
    IReadOnlyList<FieldError> Errors,
    bool MoreErrors,
    IReadOnlyList<UnknownStore> UnknownStores,
    int UnknownStoresTotal,
    IReadOnlyList<RefusedUrl> RefusedUrls,
    int RefusedUrlsTotal,
    IReadOnlyList<UndatedVisit> UndatedVisits,
    int UndatedVisitsTotal,
    IReadOnlyList<PaddedStore> PaddedStores,
    int PaddedStoresTotal,
    IReadOnlyList<RepeatedUrl> RepeatedUrls,
    int RepeatedUrlsTotal);

/// <summary>A store that the store master lacks.</summary>
/// <param name="Visits">How many visits of the submission are of this store.</param>
public sealed record UnknownStore(string StoreId, int Visits);

/// <summary>A URL of an address that images are not fetched from.</summary>
/// <param name="Field">Points to the URL in the body (RFC 6901).</param>
public sealed record RefusedUrl(string Field, string Url);

/// <summary>A visit whose time is not a date.</summary>
/// <param name="Field">Points to the visit's time in the body (RFC 6901).</param>
public sealed record UndatedVisit(string Field, string VisitTime);

/// <summary>A store id with blanks or characters without width at its ends.</summary>
/// <param name="Visits">How many visits of the submission are of this store.</param>
public sealed record PaddedStore(string StoreId, int Visits);

/// <summary>A URL that a submission has more than once.</summary>
/// <param name="Field">Points to the first image of the URL in the body (RFC 6901).</param>
/// <param name="Images">How many images of the submission have the URL.</param>
public sealed record RepeatedUrl(string Field, string Url, int Images);
