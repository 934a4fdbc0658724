using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>What people ask of the failures of all jobs.</summary>
internal interface IFailureReads
{
    /// <summary>
    /// Looks at the next <paramref name="look"/> failures after <paramref name="after"/>, newest first, whatever they are of, and returns at most
    /// <paramref name="limit"/> of those that <paramref name="filter"/> lets through. The cost is bounded by <paramref name="look"/>.
    /// </summary>
    /// <param name="area">The stores of the filter's area, when it has one.</param>
    Task<FailurePage> ReadAsync(
        FailureFilter filter, IReadOnlyCollection<string>? area, FailurePosition? after, int limit, int look, CancellationToken cancellationToken);
}
