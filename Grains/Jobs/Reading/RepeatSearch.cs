using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>
/// Looks once through the images of a job that has ended for those that were seen before, a piece at a time, beside those who ask. What was found
/// is kept until the job ends anew.
/// </summary>
/// <param name="ready">Sees to it that all is entered that is to be found; answers whether it is.</param>
/// <param name="find">The repeated images of the next piece behind a place.</param>
internal sealed class RepeatSearch(Func<Task<bool>> ready, Func<ImagePlace, Task<RepeatedImagePage>> find, TimeProvider time)
{
    /// <summary>Images looked at in one piece: some milliseconds of the ledger's time.</summary>
    public const int Piece = 1_000;

    /// <summary>How long one call waits for the end: what a small job takes.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private DateTimeOffset searched;
    private JobRepeats found = JobRepeats.Unknown;
    private ImagePlace lookedUpTo = ImagePlace.Start;
    private Task search = Task.CompletedTask;

    /// <param name="endedAt">When the job ended last.</param>
    public async Task<JobRepeats> GetAsync(DateTimeOffset endedAt)
    {
        if (searched != endedAt) (searched, found, lookedUpTo) = (endedAt, JobRepeats.Unknown, ImagePlace.Start);
        if (found.Complete) return found;
        if (search.IsCompleted) search = SearchAsync(endedAt);
        await Task.WhenAny(search, Task.Delay(Moment, time));

        // A piece that could not be read is told to who asked; the next one who asks begins there again.
        if (search.IsFaulted) await search;
        return found;
    }

    private async Task SearchAsync(DateTimeOffset endedAt)
    {
        // Who asks at the instant of the end may come before it is noted everywhere. Whoever asks after that moment looks anew.
        for (var waited = TimeSpan.Zero; !await ready(); waited += Glance)
        {
            if (waited >= Moment) return;
            await Task.Delay(Glance, time);
        }

        while (!found.Complete)
        {
            var piece = await find(lookedUpTo);
            if (searched != endedAt) return;
            found = new JobRepeats(
                found.Images + piece.Images.Length,
                piece.LookedUpTo is null,
                [.. found.First, .. piece.Images.Take(JobRepeats.MostFirst - found.First.Length)]);
            lookedUpTo = piece.LookedUpTo ?? lookedUpTo;
        }
    }
}
