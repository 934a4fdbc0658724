using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>Finds uploads that are not renewed any more, by the clock of this process alone.</summary>
/// <remarks>
/// The times in the table come from the clocks of other silos, which may be wrong, as may the wall clock of this one. They only tell whether
/// an upload was renewed since it was last seen, and the age is measured with the monotonic clock.
/// </remarks>
internal sealed class UploadWatch(TimeProvider time)
{
    private Dictionary<long, (DateTimeOffset RenewedAt, long Seen)> known = [];

    /// <summary>Returns those of all open uploads that were not renewed for <see cref="UploadLease.Duration"/>.</summary>
    public IReadOnlyList<OpenUpload> FindStale(IReadOnlyList<OpenUpload> open)
    {
        var (now, last) = (time.GetTimestamp(), known);
        var seen = new Dictionary<long, (DateTimeOffset RenewedAt, long Seen)>();
        foreach (var upload in open)
            seen[upload.JobId] =
                last.TryGetValue(upload.JobId, out var before) && before.RenewedAt == upload.RenewedAt ? before : (upload.RenewedAt, now);
        known = seen;
        return [.. open.Where(upload => time.GetElapsedTime(seen[upload.JobId].Seen, now) >= UploadLease.Duration)];
    }
}
