using RetailPulse.Cluster;

namespace RetailPulse.Grains.Ledger;

/// <summary>Stores how many results each silo recorded in each minute.</summary>
internal interface IThroughputLedger
{
    /// <summary>Adds results to those that the silo recorded in the minute.</summary>
    /// <param name="minute">Beginning of the minute.</param>
    Task AddAsync(DateTimeOffset minute, string silo, ResultCounts counts, CancellationToken cancellationToken);

    /// <summary>Returns the results of all silos from <paramref name="from"/>, per minute or per hour, in order, without empty ones.</summary>
    Task<IReadOnlyList<ThroughputPoint>> ReadAsync(ThroughputUnit unit, DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Deletes the minutes before <paramref name="before"/>.</summary>
    Task DeleteAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A number of results.</summary>
/// <param name="Images">Number of images that got a result.</param>
/// <param name="Failed">Number of those that failed.</param>
internal readonly record struct ResultCounts(long Images, long Failed);
