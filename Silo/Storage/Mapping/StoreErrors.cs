using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>One reason for which images of a store failed.</summary>
/// <param name="FirstVisit">Number of the store's first visit in the job, whether or not that visit failed.</param>
internal readonly record struct StoreFailure(string StoreId, ImageReason Reason, int FirstVisit);

/// <summary>Reduces the failures of a job to one error per store.</summary>
internal static class StoreErrors
{
    /// <summary>Returns the most severe error of each store, in order of first appearance.</summary>
    public static List<StoreError> FindMostSevere(IEnumerable<StoreFailure> failures) =>
        [
            .. failures
                .GroupBy(failure => (failure.FirstVisit, failure.StoreId))
                .OrderBy(store => store.Key.FirstVisit)
                .Select(store => new StoreError(store.Key.StoreId, store.Min(failure => failure.Reason.Kind()))),
        ];
}
