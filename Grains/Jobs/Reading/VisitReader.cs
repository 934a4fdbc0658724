using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Reads the visits of a job in chunks, for queries in ascending order.</summary>
internal sealed class VisitReader(ILedgerSnapshot snapshot, long jobId)
{
    private readonly Queue<SubmittedVisit> ahead = new();

    /// <summary>Returns the visit with that number; <see langword="null"/> if there is none.</summary>
    /// <param name="coming">Numbers of the visits that will be requested, ascending, beginning with this one.</param>
    public async ValueTask<SubmittedVisit?> FindAsync(int number, IEnumerable<int> coming, CancellationToken cancellationToken)
    {
        while (ahead.TryPeek(out var visit) && visit.Number < number)
            ahead.Dequeue();
        if (ahead.Count == 0)
        {
            foreach (var visit in await snapshot.ReadVisitsAsync(jobId, [.. coming], cancellationToken))
                ahead.Enqueue(visit);
        }

        return ahead.TryPeek(out var next) && next.Number == number ? next : null;
    }
}
