using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>Reads the failures of all jobs for clients.</summary>
internal interface IFailureQueries
{
    /// <summary>
    /// Examines the next <paramref name="maxExamined"/> failures after <paramref name="after"/>, newest first, and returns at most
    /// <paramref name="limit"/> that match <paramref name="filter"/>. <paramref name="maxExamined"/> limits the cost.
    /// </summary>
    /// <param name="area">Stores of the filter's area, if it has one.</param>
    Task<FailurePage> ReadAsync(
        FailureFilter filter,
        IReadOnlyCollection<string>? area,
        FailurePosition? after,
        int limit,
        int maxExamined,
        CancellationToken cancellationToken
    );
}
