using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Visits of a job, asked for in ascending order and read some at a time.</summary>
internal sealed class VisitCursor(ILedgerSnapshot snapshot, long jobId)
{
    private readonly Queue<SubmittedVisit> ahead = new();

    /// <summary>The visit of that number, if there is one.</summary>
    /// <param name="coming">Numbers that will be asked for, ascending, this one first.</param>
    public async ValueTask<SubmittedVisit?> FindAsync(int number, IEnumerable<int> coming, CancellationToken cancellationToken)
    {
        while (ahead.TryPeek(out var visit) && visit.Number < number) ahead.Dequeue();
        if (ahead.Count == 0)
        {
            foreach (var visit in await snapshot.ReadVisitsAsync(jobId, [.. coming], cancellationToken)) ahead.Enqueue(visit);
        }

        return ahead.TryPeek(out var next) && next.Number == number ? next : null;
    }
}
