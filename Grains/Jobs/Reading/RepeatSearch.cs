using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Searches the images of an ended job once for images that were seen before, in the background of the callers.</summary>
/// <remarks>The search runs in chunks. Its findings are kept until the job ends again after a retry.</remarks>
/// <param name="ready">Ensures that all photos to be found are indexed, and returns whether they are.</param>
/// <param name="find">Returns the repeated images of the next chunk after a position.</param>
internal sealed class RepeatSearch(Func<Task<bool>> ready, Func<ImagePlace, Task<RepeatedImagePage>> find, TimeProvider time)
{
    /// <summary>Number of images per chunk: some milliseconds of the ledger's time.</summary>
    public const int ChunkSize = 1_000;

    /// <summary>Maximum time that one call waits for the search to finish: enough for a small job.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private DateTimeOffset searched;
    private JobRepeats found = JobRepeats.Unknown;
    private ImagePlace lookedUpTo = ImagePlace.Start;
    private Task search = Task.CompletedTask;

    /// <param name="endedAt">Time at which the job last ended.</param>
    public async Task<JobRepeats> GetAsync(DateTimeOffset endedAt)
    {
        if (searched != endedAt)
            (searched, found, lookedUpTo) = (endedAt, JobRepeats.Unknown, ImagePlace.Start);
        if (found.Complete)
            return found;
        if (search.IsCompleted)
            search = SearchAsync(endedAt);
        await Task.WhenAny(search, Task.Delay(MaxWait, time));

        // A caller receives the error of a failed chunk. The next call resumes at that chunk.
        if (search.IsFaulted)
            await search;
        return found;
    }

    private async Task SearchAsync(DateTimeOffset endedAt)
    {
        // A caller may arrive before the end is recorded everywhere. If it is not recorded within this time, a later call searches again.
        for (var waited = TimeSpan.Zero; !await ready(); waited += PollInterval)
        {
            if (waited >= MaxWait)
                return;
            await Task.Delay(PollInterval, time);
        }

        while (!found.Complete)
        {
            var chunk = await find(lookedUpTo);
            if (searched != endedAt)
                return;
            found = new JobRepeats(
                found.Images + chunk.Images.Length,
                chunk.LookedUpTo is null,
                [.. found.First, .. chunk.Images.Take(JobRepeats.MaxFirst - found.First.Length)]
            );
            lookedUpTo = chunk.LookedUpTo ?? lookedUpTo;
        }
    }
}
