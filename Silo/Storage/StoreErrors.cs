using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage;

/// <summary>A way in which images of a store failed.</summary>
/// <param name="FirstVisit">The number of the store's first visit in the job, whether that one failed or not.</param>
internal readonly record struct StoreFailure(string StoreId, ImageReason Reason, int FirstVisit);

/// <summary>What a job's answer tells of the stores that failed.</summary>
internal static class StoreErrors
{
    /// <summary>The gravest of each store's failures, in order of the stores' first appearance.</summary>
    public static List<StoreError> Gravest(IEnumerable<StoreFailure> failures) =>
        [.. failures.GroupBy(failure => (failure.FirstVisit, failure.StoreId))
            .OrderBy(store => store.Key.FirstVisit)
            .Select(store => new StoreError(store.Key.StoreId, store.Min(failure => failure.Reason.Kind())))];
}
