using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>Reads the images of all jobs for clients, by the dates of their visits.</summary>
internal interface IPhotoQueries
{
    /// <summary>
    /// Examines the next <paramref name="maxExamined"/> results after <paramref name="after"/>, those of the newest visits first, and returns at most
    /// <paramref name="limit"/> that match <paramref name="filter"/>. <paramref name="maxExamined"/> limits the cost.
    /// </summary>
    /// <param name="area">Stores of the filter's area, if it has one.</param>
    Task<PhotoPage> ReadAsync(
        PhotoFilter filter,
        IReadOnlyCollection<string>? area,
        PhotoPosition? after,
        int limit,
        int maxExamined,
        CancellationToken cancellationToken
    );
}
