using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.Visits;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>What a submission shows by itself that is allowed, and probably not meant.</summary>
internal sealed record SubmissionFindings(CappedList<UndatedVisitResponse> UndatedVisits, CappedList<PaddedStoreResponse> PaddedStores, CappedList<RepeatedUrlResponse> RepeatedUrls)
{
    /// <param name="read">What is wrong with it is empty, and is skipped here.</param>
    /// <param name="most">Maximum number of entries of each list.</param>
    public static SubmissionFindings Of(JobSubmission read, int most) => new(FindUndated(read, most), FindPadded(read, most), FindRepeated(read, most));

    private static CappedList<UndatedVisitResponse> FindUndated(JobSubmission read, int most)
    {
        var undated = new CappedList<UndatedVisitResponse>(most);
        foreach (var (number, visit) in read.Visits.Index())
        {
            if (visit.VisitTime.Length > 0 && VisitDate.Find(visit.VisitTime) is null)
                undated.Add(new UndatedVisitResponse($"/visits/{number}/visit_time", visit.VisitTime));
        }

        return undated;
    }

    private static CappedList<PaddedStoreResponse> FindPadded(JobSubmission read, int most)
    {
        var padded = new CappedList<PaddedStoreResponse>(most);
        var ids = read.Visits.Select(visit => visit.StoreId).Where(id => StoreIds.Trim(id).Length < id.Length);
        foreach (var (id, visits) in ids.CountBy(id => id, StringComparer.Ordinal)) padded.Add(new PaddedStoreResponse(id, visits));
        return padded;
    }

    private static CappedList<RepeatedUrlResponse> FindRepeated(JobSubmission read, int most)
    {
        var repeated = new CappedList<RepeatedUrlResponse>(most);
        var counts = UrlCounts.Of(read);
        foreach (var (number, visit) in read.Visits.Index())
        {
            if (!counts.AnyRepeated) break;
            foreach (var (image, url) in visit.ImageUrls.Index())
            {
                if (url.Length > 0 && counts.Meet(url) is > 1 and var images)
                    repeated.Add(new RepeatedUrlResponse($"/visits/{number}/image_url/{image}", url, images));
            }
        }

        return repeated;
    }
}
