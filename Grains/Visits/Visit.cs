using System.Collections.Immutable;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Ledger;
using RetailPulse.Visits;

namespace RetailPulse.Grains.Visits;

/// <summary>The progress of one visit: which images lack a result, and how many have one.</summary>
internal sealed class Visit
{
    private readonly VisitRecord record;
    private readonly Queue<int> pending;
    private readonly Dictionary<int, ImageTurn> turns = [];
    private int measured;
    private int failed;

    public Visit(VisitRecord record)
    {
        this.record = record;
        pending = new Queue<int>(Enumerable.Range(0, record.ImageUrls.Length).Where(image => !record.Results.ContainsKey(image)));
        measured = record.Results.Values.Count(outcome => outcome.Measured);
        failed = record.Results.Count - measured;
    }

    /// <summary>Number of images that have not begun.</summary>
    public int Pending => pending.Count;

    /// <summary>Number of images that have begun and wait for their host or their next attempt.</summary>
    public int Waiting { get; set; }

    /// <summary>Takes the next image to process. Each image is taken once.</summary>
    public bool TryBeginNext(out int image, out string url)
    {
        url = pending.TryDequeue(out image) ? record.ImageUrls[image] : "";
        return url.Length > 0;
    }

    public int RunOf(int image) => record.Runs.GetValueOrDefault(image);

    /// <summary>Begins to track the progress of an image that was taken, until its result is recorded.</summary>
    public ImageTurn Begin(int image) => turns[image] = new ImageTurn(image);

    /// <summary>Counts a result that the ledger accepted.</summary>
    public void Record(int image, bool sound)
    {
        turns.Remove(image);
        _ = sound ? measured++ : failed++;
    }

    public VisitReport Report(int visit) => new(visit, record.ImageUrls.Length, measured, failed, Waiting, CountWaits(), Pending);

    /// <summary>Returns the images in progress whose numbers are <paramref name="first"/> to <paramref name="last"/>, in order.</summary>
    public ImmutableArray<PendingImage> ReadPending(int first, int last) =>
        [.. turns.Where(turn => turn.Key >= first && turn.Key <= last).OrderBy(turn => turn.Key).Select(turn => turn.Value.Now)];

    private ImageWaits? CountWaits()
    {
        var count = new WaitCount();
        foreach (var turn in turns.Values)
            turn.CountIn(count);
        return count.Waits;
    }
}
