using RetailPulse.Tests.Chaos.Load;

namespace RetailPulse.Tests.Chaos.Judgement;

/// <summary>Compares the responses that clients received with what is stored, after everything should have ended.</summary>
/// <param name="ends">All distinct ends of each job that were ever seen in the database.</param>
internal sealed class Checker(Testimony testimony, Stored stored, ILookup<long, string> ends)
{
    private readonly Dictionary<long, StoredJob> jobs = stored.Jobs.ToDictionary(job => job.JobId);

    public List<Violation> Check() =>
        [
            .. testimony
                .Acknowledgements.Where(told => !jobs.ContainsKey(told.JobId))
                .Select(told => Found(Wrong.Lost, told.JobId, $"{told.Tag} was acknowledged and is not stored")),
            .. testimony
                .Acknowledgements.Where(told => jobs.ContainsKey(told.JobId) && Tag(told.JobId) != told.Tag)
                .Select(told => Found(Wrong.Untrue, told.JobId, $"was returned for {told.Tag} and is stored for {Tag(told.JobId)}")),
            .. Twice(testimony.Acknowledgements.Select(told => (told.Tag, told.JobId)).Distinct(), "was acknowledged as"),
            .. Twice(jobs.Keys.Select(job => (Tag(job), job)), "is stored as"),
            .. jobs.Values.SelectMany(CheckJob),
            .. testimony.Jobs.SelectMany(CheckStatuses),
            .. testimony
                .Counts.Distinct()
                .Where(told => told.Results != stored.Results[told.JobId].Count())
                .Select(told =>
                    Found(
                        Wrong.Untrue,
                        told.JobId,
                        $"was cancelled with {told.Results} results and has {stored.Results[told.JobId].Count()}"
                    )
                ),
            .. testimony.Strange.Distinct().Select(answer => new Violation(Wrong.Strange, answer)),
        ];

    private static Violation Found(Wrong kind, long job, string what) => new(kind, $"job {job} {what}");

    private static IEnumerable<Violation> Twice(IEnumerable<(string Tag, long JobId)> pairs, string what) =>
        from same in pairs.GroupBy(pair => pair.Tag, pair => pair.JobId)
        where same.Count() > 1
        select new Violation(Wrong.Duplicated, $"{same.Key} {what} jobs {string.Join(", ", same)}");

    private string Tag(long job) => stored.Visits[job].FirstOrDefault()?.Tag ?? "";

    private IEnumerable<Violation> CheckJob(StoredJob job)
    {
        if (!testimony.Sent.TryGetValue(Tag(job.JobId), out var planned))
            return [Found(Wrong.Invented, job.JobId, $"is stored with the tag '{Tag(job.JobId)}', which nobody sent")];
        return [.. CheckEnd(job, planned), .. CheckVisits(job, planned), .. CheckResults(job, planned)];
    }

    private IEnumerable<Violation> CheckEnd(StoredJob job, PlannedJob planned)
    {
        if (job.EndedAt is null)
            yield return Found(
                Wrong.Lost,
                job.JobId,
                $"({planned.Tag}) has not ended; {stored.Results[job.JobId].Count()} of {planned.Images} results are there"
            );
        else if (job.Status != planned.Status && !(job.Status == "cancelled" && testimony.IsCancelled(job.JobId)))
            yield return Found(Wrong.Untrue, job.JobId, $"is stored as {job.Status} and should be {planned.Status}");
        if (ends[job.JobId].Count() > 1 + job.Run)
            yield return Found(Wrong.Duplicated, job.JobId, $"ended more often than it ran: {string.Join("; ", ends[job.JobId])}");
        if (job.Run > testimony.Retries(job.JobId))
            yield return Found(
                Wrong.Invented,
                job.JobId,
                $"was retried {job.Run} times; {testimony.Retries(job.JobId)} retries were requested"
            );
        if (job.Visits != planned.Visits.Count || job.Images != planned.Images)
            yield return Found(
                Wrong.Untrue,
                job.JobId,
                $"counts {job.Visits} visits and {job.Images} images; {planned.Visits.Count} and {planned.Images} were sent"
            );
    }

    private IEnumerable<Violation> CheckVisits(StoredJob job, PlannedJob planned)
    {
        var told = stored
            .Visits[job.JobId]
            .OrderBy(visit => visit.Visit)
            .Select(visit => (visit.Visit, visit.StoreId, visit.Images, visit.Tag));
        var sent = planned.Visits.Select((visit, number) => (number, visit.StoreId, visit.Images.Count, planned.Tag));
        if (!told.SequenceEqual(sent))
            yield return Found(Wrong.Untrue, job.JobId, $"has the visits {string.Join(", ", told)} and not {string.Join(", ", sent)}");
    }

    /// <summary>
    /// Requires one result per run of a failed image, and one result of any other image. A canceled job may lack results.
    /// </summary>
    private IEnumerable<Violation> CheckResults(StoredJob end, PlannedJob planned)
    {
        var job = end.JobId;
        var results = stored.Results[job].ToLookup(result => (result.Visit, result.Image));
        var images = planned
            .Visits.SelectMany((visit, v) => visit.Images.Select((image, i) => (At: (v, i), Image: image)))
            .ToDictionary(image => image.At, image => image.Image);
        foreach (var result in results.Where(result => !images.ContainsKey(result.Key)))
            yield return Found(Wrong.Invented, job, $"has a result for image {result.Key}, which was not sent");
        foreach (var (at, image) in images)
        {
            switch (results[at].ToArray())
            {
                case [] when end.Status == "cancelled":
                    break;
                case []:
                    yield return Found(Wrong.Lost, job, $"({planned.Tag}) has no result for image {at}, {image.Path}");
                    break;
                case [var result] when result.Reason != image.Reason || result.Perimeter != image.Perimeter:
                    yield return Found(
                        Wrong.Untrue,
                        job,
                        $"has '{result.Reason}' {result.Perimeter} for image {at}, {image.Path}; it should be '{image.Reason}' {image.Perimeter}"
                    );
                    break;
                case [_, _, ..] several
                    when several.Select(result => result.Run).Distinct().Count() < several.Length || image.Reason.Length == 0:
                    yield return Found(Wrong.Duplicated, job, $"has {several.Length} results for image {at}");
                    break;
                case [_, _, ..] several when several.FirstOrDefault(result => result.Reason != image.Reason) is { } untrue:
                    yield return Found(
                        Wrong.Untrue,
                        job,
                        $"has '{untrue.Reason}' in run {untrue.Run} for image {at}, {image.Path}; it should be '{image.Reason}'"
                    );
                    break;
                case var runs when image.Reason.Length > 0 && runs.Length != 1 + end.Run:
                    yield return Found(
                        runs.Length > end.Run ? Wrong.Invented : Wrong.Lost,
                        job,
                        $"ran {1 + end.Run} times and has {runs.Length} results for image {at}"
                    );
                    break;
            }
        }
    }

    /// <summary>Requires the status to be ongoing, then the end, and then nothing else until a retry.</summary>
    private IEnumerable<Violation> CheckStatuses(long job)
    {
        var answers = testimony.Statuses(job);
        var ongoing = $$"""{"status":"ongoing","job_id":"{{job}}"}""";
        var ended = testimony.Sent.TryGetValue(testimony.Acknowledgements.First(told => told.JobId == job).Tag, out var planned)
            ? planned.Answer(job)
            : "";
        if (answers is [] || answers[^1] == ongoing)
            yield return Found(Wrong.Lost, job, "was never said to have ended");
        foreach (
            var untrue in answers.Where(answer =>
                answer != ongoing && answer != ended && !(testimony.IsCancelled(job) && answer == PlannedJob.Cancelled(job))
            )
        )
            yield return Found(Wrong.Untrue, job, $"was said to be {untrue}, not {ended}");
        string[] ends = [.. answers.Where(answer => answer != ongoing)];
        var repeats = answers.Zip(answers.Skip(1)).Any(pair => pair.First != ongoing && pair.Second != ongoing);
        if (ends.Distinct().Count() > 1 || repeats || answers.Count(answer => answer == ongoing) > 1 + testimony.Retries(job))
            yield return Found(Wrong.Backwards, job, $"was said to be, one after the other, {string.Join(", ", answers)}");
    }
}
