using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Adds the progress of images without a result, which the ledger does not know.</summary>
/// <remarks>Only visits in flight are queried. If one does not respond in time, its images remain as recorded in the ledger.</remarks>
internal sealed class ImagesInFlight(JobReferences references, long jobId)
{
    /// <summary>Maximum number of visits in flight that one page queries: as many as a page has images.</summary>
    private const int MaxVisits = 1_001;

    private bool silent;

    /// <summary>Whether the ledger has the job as canceled, which is final.</summary>
    /// <remarks>The job is then not queried: its images must not look pending while it does not respond.</remarks>
    public bool Cancelled { get; set; }

    /// <summary>Returns the position at which reading those visits ends if more visits may be in flight after them.</summary>
    public static ImagePlace? EndOf(IReadOnlyList<int>? visits) =>
        visits is { Count: MaxVisits } ? new ImagePlace(visits[^1], int.MaxValue - 1) : null;

    /// <summary>Returns the visits in flight from number <paramref name="first"/> to <paramref name="last"/>.</summary>
    /// <exception cref="OrleansException">The job's silo does not respond.</exception>
    /// <exception cref="TimeoutException">The job did not respond in time.</exception>
    public async Task<JobFlight> FindAsync(int first, int last) =>
        await references.Job(jobId).GetFlightAsync(first, last, MaxVisits) ?? new JobFlight(JobStatus.Ongoing, []);

    /// <summary>Returns the same images in the same order, with their progress.</summary>
    /// <param name="images">Images in order, at most one page.</param>
    public async Task<IReadOnlyList<JobImage>> ShowAsync(IReadOnlyList<JobImage> images)
    {
        var pending = images.Where(image => image.Result is null).Select(image => image.Place).ToList();
        if (pending.Count == 0)
            return images;
        if (Cancelled)
            return Cancel(images);
        if (await TryFindAsync(pending[0].Visit, pending[^1].Visit) is not { } flight)
            return images;
        if (flight.Status == JobStatus.Cancelled)
            return Cancel(images);
        var inFlight = flight.Visits.ToHashSet();
        var asked = pending.GroupBy(place => place.Visit).Where(visit => inFlight.Contains(visit.Key));
        var shown = (await Task.WhenAll(asked.Select(visit => ReadAsync(visit.Key, visit.First().Image, visit.Last().Image))))
            .SelectMany(image => image)
            .ToDictionary();
        return
        [
            .. images.Select(image =>
                image.Result is null && shown.TryGetValue(image.Place, out var progress) ? image with { Progress = progress } : image
            ),
        ];
    }

    private static IReadOnlyList<JobImage> Cancel(IEnumerable<JobImage> images) =>
        [.. images.Select(image => image with { Cancelled = image.Result is null })];

    /// <summary>
    /// Finds the visits in flight, unless the job failed to respond before: an export must not wait for it at every chunk.
    /// </summary>
    private async Task<JobFlight?> TryFindAsync(int first, int last)
    {
        if (silent)
            return null;
        try
        {
            return await FindAsync(first, last);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            silent = true;
            return null;
        }
    }

    private async Task<IEnumerable<KeyValuePair<ImagePlace, PendingImage>>> ReadAsync(int visit, int first, int last)
    {
        try
        {
            var images = await references.Visit(jobId, visit).ReadPendingAsync(first, last);
            return images.Select(image => KeyValuePair.Create(new ImagePlace(visit, image.Image), image));
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return [];
        }
    }
}
