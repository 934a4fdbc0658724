using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.Visits;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Valid content of a submission that is probably unintended.</summary>
internal sealed record SubmissionFindings(
    CappedList<UndatedVisitResponse> UndatedVisits,
    CappedList<PaddedStoreResponse> PaddedStores,
    CappedList<RepeatedUrlResponse> RepeatedUrls
)
{
    /// <param name="read">The submission, in which invalid fields are empty. They are skipped here.</param>
    /// <param name="max">Maximum number of entries of each list.</param>
    public static SubmissionFindings Of(JobSubmission read, int max) =>
        new(FindUndated(read, max), FindPadded(read, max), FindRepeated(read, max));

    private static CappedList<UndatedVisitResponse> FindUndated(JobSubmission read, int max)
    {
        var undated = new CappedList<UndatedVisitResponse>(max);
        foreach (var (number, visit) in read.Visits.Index())
        {
            if (visit.VisitTime.Length > 0 && VisitDate.Find(visit.VisitTime) is null)
                undated.Add(new UndatedVisitResponse($"/visits/{number}/visit_time", visit.VisitTime));
        }

        return undated;
    }

    private static CappedList<PaddedStoreResponse> FindPadded(JobSubmission read, int max)
    {
        var padded = new CappedList<PaddedStoreResponse>(max);
        var ids = read.Visits.Select(visit => visit.StoreId).Where(id => StoreIds.Trim(id).Length < id.Length);
        foreach (var (id, visits) in ids.CountBy(id => id, StringComparer.Ordinal))
            padded.Add(new PaddedStoreResponse(id, visits));
        return padded;
    }

    private static CappedList<RepeatedUrlResponse> FindRepeated(JobSubmission read, int max)
    {
        var repeated = new CappedList<RepeatedUrlResponse>(max);
        var counts = UrlCounts.Of(read);
        foreach (var (number, visit) in read.Visits.Index())
        {
            if (!counts.AnyRepeated)
                break;
            foreach (var (image, url) in visit.ImageUrls.Index())
            {
                if (url.Length > 0 && counts.Meet(url) is > 1 and var images)
                    repeated.Add(new RepeatedUrlResponse($"/visits/{number}/image_url/{image}", url, images));
            }
        }

        return repeated;
    }
}
