using System.Collections.Immutable;
using Orleans.Concurrency;

namespace RetailPulse.Visits;

/// <summary>Processes the images of one visit. Key: the job id, with the visit number as its extension.</summary>
[Alias("visit"), Version(1)]
public interface IStoreVisitGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>Starts the visit's work and returns. Progress goes to the job through <see cref="Jobs.IJobGrain.ReportAsync"/>.</summary>
    /// <remarks>
    /// A repeated call during the work joins it. A repeated call after the results were recorded reports them again from the ledger.
    /// Timeout 10 s: a silo that hangs must not hold up the job, which calls again.
    /// </remarks>
    /// <param name="submitted">
    /// The visit, if it was just submitted and none of its images has a result. It is then not read from the ledger. It is ignored if the
    /// visit has started already, and by a silo of an earlier version.
    /// </param>
    [Alias("start"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task StartAsync(NewVisit? submitted = null);

    /// <summary>Aborts the images in flight and returns when none is left. Results that exist are kept.</summary>
    /// <remarks>Timeout 5 s: a silo that hangs must not hold up the job.</remarks>
    [Alias("stop"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task StopAsync();

    /// <summary>
    /// Returns the images numbered <paramref name="first"/> to <paramref name="last"/> that have begun and have no result yet, in order.
    /// A visit that is not in flight returns none; the call never starts its work.
    /// </summary>
    /// <remarks>Timeout 1 s: this detail is for display, and a silo that hangs must not delay a page.</remarks>
    [Alias("pending"), AlwaysInterleave, ResponseTimeout("00:00:01")]
    ValueTask<ImmutableArray<PendingImage>> ReadPendingAsync(int first, int last);

    /// <summary>
    /// Returns the visit's current progress; <see langword="null"/> if the visit is not in flight. The call never starts its work.
    /// </summary>
    /// <remarks>Timeout 1 s, as for <see cref="ReadPendingAsync"/>.</remarks>
    [Alias("progress"), AlwaysInterleave, ResponseTimeout("00:00:01")]
    ValueTask<VisitReport?> ReadProgressAsync();
}
