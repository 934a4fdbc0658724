using System.Text.Json;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Mapping;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Ledger;

namespace RetailPulse.Silo.Storage.Sqlite.Reading;

/// <summary>Reads the visits of a job as they were submitted, with the current URLs of their images.</summary>
internal static class SqliteSubmittedVisits
{
    /// <summary>Query for the visits of a job with certain references. It reads the visits of this job, from the first one on.</summary>
    internal const string ReferencedQuery = """
        SELECT visit_no FROM visits
        WHERE job_id = $job AND visit_no >= $first AND visit_no <= $last AND ($reference IS NULL OR reference = $reference)
          AND ($image_reference IS NULL OR EXISTS (SELECT 1 FROM json_each(image_references) AS image WHERE image.value = $image_reference))
        ORDER BY visit_no LIMIT $limit
        """;

    /// <summary>Query for the visits with images without a result.</summary>
    internal const string UnfinishedQuery = """
        SELECT visit_no FROM visits AS v
        WHERE job_id = $job AND visit_no >= $first AND visit_no <= $last
          AND images + (SELECT count(*) FROM retries AS t WHERE t.job_id = v.job_id AND t.visit_no = v.visit_no)
            > (SELECT count(*) FROM image_results AS r WHERE r.job_id = v.job_id AND r.visit_no = v.visit_no)
        ORDER BY visit_no LIMIT $limit
        """;

    /// <summary>Reads the visits one by one, so that no more arrays are read than needed.</summary>
    public static List<SubmittedVisit> Read(SqliteSession session, long jobId, IEnumerable<int> numbers)
    {
        var (visits, images) = (new List<SubmittedVisit>(), 0);
        foreach (var number in numbers)
        {
            if (images >= SubmittedVisit.EnoughImages)
                break;
            if (FindVisit(session, jobId, number) is not { } visit)
                continue;
            visits.Add(visit);
            images += visit.ImageUrls.Length;
        }

        return visits;
    }

    public static Dictionary<PlaceInJob, JobImage> ReadImages(SqliteSession session, IEnumerable<PlaceInJob> places)
    {
        var images = new Dictionary<PlaceInJob, JobImage>();
        foreach (var visit in places.GroupBy(place => (place.JobId, place.Place.Visit)))
        {
            if (FindVisit(session, visit.Key.JobId, visit.Key.Visit) is not { } found)
                continue;
            foreach (var place in visit)
                images[place] = found.ToImage(place.Place.Image, null);
        }

        return images;
    }

    public static List<int> FindUnfinished(SqliteSession session, long jobId, int first, int last, int limit) =>
        session.Query(UnfinishedQuery, row => row.GetInt32(0), ("$job", jobId), ("$first", first), ("$last", last), ("$limit", limit));

    public static List<int> FindReferenced(
        SqliteSession session,
        long jobId,
        string? reference,
        string? imageReference,
        int first,
        int last,
        int limit
    ) =>
        session.Query(
            ReferencedQuery,
            row => row.GetInt32(0),
            ("$job", jobId),
            ("$reference", reference),
            ("$image_reference", imageReference),
            ("$first", first),
            ("$last", last),
            ("$limit", limit)
        );

    private static SubmittedVisit? FindVisit(SqliteSession session, long jobId, int number) =>
        session
            .Query(
                $"SELECT store_id, {StoredVisit.Time}, image_urls, reference, image_references FROM visits WHERE job_id = $job AND visit_no = $visit",
                row => new SubmittedVisit(
                    number,
                    row.GetString(0),
                    row.GetString(1),
                    RetriedVisit.Amend(JsonSerializer.Deserialize<string[]>(row.GetString(2))!, SqliteRetries.Read(session, jobId, number))
                )
                {
                    Reference = row.IsDBNull(3) ? null : row.GetString(3),
                    ImageReferences = row.IsDBNull(4) ? null : JsonSerializer.Deserialize<string?[]>(row.GetString(4)),
                },
                ("$job", jobId),
                ("$visit", number)
            )
            .SingleOrDefault();
}
