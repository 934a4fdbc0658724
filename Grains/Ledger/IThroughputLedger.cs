using RetailPulse.Cluster;

namespace RetailPulse.Grains.Ledger;

/// <summary>Stores how many results each silo recorded in each minute.</summary>
internal interface IThroughputLedger
{
    /// <summary>Records all results that a silo had in a minute so far, in place of what was recorded for them before. May be repeated.</summary>
    /// <param name="minute">Beginning of the minute.</param>
    /// <param name="silo">The silo, with its generation: another process at the same address counts by itself.</param>
    Task RecordAsync(DateTimeOffset minute, string silo, ResultCounts counts, CancellationToken cancellationToken);

    /// <summary>Returns the results of all silos from <paramref name="from"/>, per minute or per hour, in order, without empty ones.</summary>
    Task<IReadOnlyList<ThroughputPoint>> ReadAsync(ThroughputUnit unit, DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Deletes the minutes before <paramref name="before"/>.</summary>
    Task DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A number of results.</summary>
/// <param name="Images">Number of images that got a result.</param>
/// <param name="Failed">Number of those that failed.</param>
internal readonly record struct ResultCounts(long Images, long Failed)
{
    public static ResultCounts operator +(ResultCounts one, ResultCounts other) =>
        new(one.Images + other.Images, one.Failed + other.Failed);
}
