using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Retention;

/// <summary>Finds uploads that are not renewed any more, by the clock of this process alone.</summary>
/// <remarks>
/// The times in the table come from the clocks of other silos, which may be wrong. Here they only tell whether an upload was renewed since
/// it was last seen.
/// </remarks>
internal sealed class UploadWatch(TimeProvider time)
{
    /// <summary>Age at which an upload is stale at once, because no clock is wrong by that much.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

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
        return [.. open.Where(upload => IsStale(upload, time.GetElapsedTime(seen[upload.JobId].Seen, now)))];
    }

    private bool IsStale(OpenUpload upload, TimeSpan unchanged) =>
        unchanged >= UploadLease.Duration || time.GetUtcNow() - upload.RenewedAt > MaxAge;
}
