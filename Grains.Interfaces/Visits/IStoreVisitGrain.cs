using System.Collections.Immutable;
using Orleans.Concurrency;

namespace RetailPulse.Visits;

/// <summary>One visit's images on their way. Key: the job id, with the visit number as its extension.</summary>
[Alias("visit"), Version(1)]
public interface IStoreVisitGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>
    /// Starts the visit's work and returns; the job hears of it by <see cref="Jobs.IJobGrain.ReportAsync"/>. Asked again while
    /// busy, it goes on with the work in hand; asked again after it has recorded, it reports again from the ledger.
    /// </summary>
    /// <remarks>10 s: a silo that hangs must not hold up the job, which asks again.</remarks>
    [Alias("start"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task StartAsync();

    /// <summary>Breaks off what is in flight and returns when nothing is. Results that are there stay.</summary>
    /// <remarks>5 s: a silo that hangs must not hold up the job.</remarks>
    [Alias("stop"), AlwaysInterleave, ResponseTimeout("00:00:05")]
    Task StopAsync();

    /// <summary>
    /// Returns the images in progress whose numbers are <paramref name="first"/> to <paramref name="last"/>, in order: those that have begun and have no result
    /// yet. A visit that is not in flight returns none; asking never starts its work.
    /// </summary>
    /// <remarks>1 s: this detail is for display, and a silo that hangs must not delay a page.</remarks>
    [Alias("pending"), AlwaysInterleave, ResponseTimeout("00:00:01")]
    ValueTask<ImmutableArray<PendingImage>> ReadPendingAsync(int first, int last);
}
