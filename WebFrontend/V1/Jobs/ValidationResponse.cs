using System.Text.Json.Serialization;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>
/// The result of a validation: what would happen to the submission. If the body cannot be read to its end, the figures cover the part that
/// was read.
/// </summary>
/// <param name="Valid">
/// Whether the submission would be accepted. Unknown stores and refused URLs make the job fail, but not its submission.
/// </param>
/// <param name="Visits">Number of visits.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Errors">Invalid fields, at most 100.</param>
/// <param name="MoreErrors">Whether there are more than 100 invalid fields. Reading stopped there.</param>
/// <param name="UnknownStores">Stores that the store master does not contain, at most 100.</param>
/// <param name="UnknownStoresTotal">
/// Number of all such stores. Of an upload of lines, only the first 500,000 different stores are looked up.
/// </param>
/// <param name="RefusedUrls">URLs with IP addresses to which the service does not connect, at most 100.</param>
/// <param name="RefusedUrlsTotal">Number of all such URLs.</param>
/// <param name="UndatedVisits">Visits whose time is not an ISO 8601 date, so that no search by date finds them, at most 100.</param>
/// <param name="UndatedVisitsTotal">Number of all such visits.</param>
/// <param name="PaddedStores">Store ids that begin or end with white space or invisible characters, at most 100.</param>
/// <param name="PaddedStoresTotal">Number of all such store ids, with the same limit as <c>unknown_stores_total</c>.</param>
/// <param name="RepeatedUrls">
/// URLs that occur more than once in the submission, at most 100. In an upload of lines, URLs are compared with the first 1,000,000
/// different ones.
/// </param>
/// <param name="RepeatedUrlsTotal">Number of all such URLs, with the same limit.</param>
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
    int RepeatedUrlsTotal
)
{
    /// <param name="visits">Number of visits that were read.</param>
    /// <param name="images">Number of images of these visits.</param>
    public static ValidationResponse From(
        int visits,
        long images,
        FieldErrors errors,
        CappedList<UnknownStoreResponse> stores,
        CappedList<RefusedUrlResponse> urls,
        SubmissionFindings findings
    ) =>
        new(
            !errors.Any,
            visits,
            images,
            errors.Found,
            errors.More,
            stores.First,
            stores.Total,
            urls.First,
            urls.Total,
            findings.UndatedVisits.First,
            findings.UndatedVisits.Total,
            findings.PaddedStores.First,
            findings.PaddedStores.Total,
            findings.RepeatedUrls.First,
            findings.RepeatedUrls.Total
        );
}

/// <summary>A store that the store master does not contain.</summary>
/// <param name="StoreId">Id of the store, as in the body.</param>
/// <param name="Visits">Number of visits of this store in the submission. They would all fail.</param>
internal sealed record UnknownStoreResponse(string StoreId, int Visits);

/// <summary>A URL to which the service does not connect.</summary>
/// <param name="Field">JSON pointer (RFC 6901) to the URL in the body.</param>
/// <param name="Url">The URL.</param>
/// <param name="Line">
/// Number of the line on which the visit begins, from 1, if the body is an upload of lines. <c>field</c> is then relative to the visit.
/// </param>
internal sealed record RefusedUrlResponse(
    string Field,
    string Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Minimum(1)] long? Line = null
);

/// <summary>A visit whose time is not a date.</summary>
/// <param name="Field">JSON pointer (RFC 6901) to the time in the body.</param>
/// <param name="VisitTime">Time of the visit, as in the body.</param>
/// <param name="Line">
/// Number of the line on which the visit begins, from 1, if the body is an upload of lines. <c>field</c> is then relative to the visit.
/// </param>
internal sealed record UndatedVisitResponse(
    string Field,
    string VisitTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Minimum(1)] long? Line = null
);

/// <summary>A store id that begins or ends with white space or invisible characters.</summary>
/// <param name="StoreId">The id, as in the body.</param>
/// <param name="Visits">Number of visits of this store in the submission.</param>
internal sealed record PaddedStoreResponse(string StoreId, int Visits);

/// <summary>A URL that occurs more than once.</summary>
/// <param name="Field">JSON pointer (RFC 6901) to the first image with the URL.</param>
/// <param name="Url">The URL.</param>
/// <param name="Images">Number of images with the URL.</param>
/// <param name="Line">
/// Number of the line on which the visit begins, from 1, if the body is an upload of lines. <c>field</c> is then relative to the visit.
/// </param>
internal sealed record RepeatedUrlResponse(
    string Field,
    string Url,
    int Images,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Minimum(1)] long? Line = null
);

/// <summary>The first entries of a list that may be long, and the number of all entries.</summary>
internal sealed class CappedList<T>(int max)
{
    private readonly List<T> first = [];

    /// <param name="entries">The first entries.</param>
    /// <param name="total">Number of all entries.</param>
    public CappedList(IEnumerable<T> entries, int total)
        : this(0)
    {
        first.AddRange(entries);
        Total = total;
    }

    public IReadOnlyList<T> First => first;

    public int Total { get; private set; }

    public void Add(T entry)
    {
        if (Total++ < max)
            first.Add(entry);
    }
}
