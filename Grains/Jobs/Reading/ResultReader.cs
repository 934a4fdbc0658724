using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Reads the results of a job in chunks, for queries in ascending order of positions.</summary>
internal sealed class ResultReader(ILedgerSnapshot snapshot, long jobId, ResultRange range)
{
    private IReadOnlyList<PlacedResult> results = [];
    private int next;
    private bool readToEnd;

    /// <summary>Returns the result of the image at <paramref name="place"/>; <see langword="null"/> if it has none.</summary>
    public async ValueTask<RecordedResult?> FindAsync(ImagePlace place, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (next < results.Count && results[next].Place < place)
                next++;
            if (next < results.Count)
                return results[next].Place == place ? results[next].Result : null;
            if (readToEnd)
                return null;
            await ReadOnAsync(new ImagePlace(place.Visit, -1), cancellationToken);
        }
    }

    /// <summary>Reads the next chunk. Visits that were skipped are not read.</summary>
    private async ValueTask ReadOnAsync(ImagePlace wanted, CancellationToken cancellationToken)
    {
        if (results.Count > 0)
            range = range with { After = results[^1].Place };
        if (range.After < wanted)
            range = range with { After = wanted };
        results = await snapshot.ReadResultsAsync(jobId, range, cancellationToken);
        next = 0;
        readToEnd = results.Count < range.Limit;
    }
}
