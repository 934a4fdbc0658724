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
}
