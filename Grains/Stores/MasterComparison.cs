using System.Collections.Immutable;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>Compares two store masters in one pass over both.</summary>
internal static class MasterComparison
{
    public static StoreMasterDifference Compare(StoreMaster before, StoreMaster after)
    {
        var (added, removed) = (ImmutableArray.CreateBuilder<Store>(), ImmutableArray.CreateBuilder<Store>());
        var changed = ImmutableArray.CreateBuilder<StoreChange>();
        var (addedTotal, removedTotal, changedTotal) = (0, 0, 0);
        for (int i = 0, j = 0; i < before.Count || j < after.Count; )
        {
            var order =
                i == before.Count ? 1
                : j == after.Count ? -1
                : string.CompareOrdinal(before.Ordered[i].StoreId, after.Ordered[j].StoreId);
            if (order < 0)
                Add(removed, before.Ordered[i++], ref removedTotal);
            else if (order > 0)
                Add(added, after.Ordered[j++], ref addedTotal);
            else if (before.Ordered[i++] is var old && after.Ordered[j++] is var store && old != store)
                Add(changed, new StoreChange(old, store), ref changedTotal);
        }

        return new StoreMasterDifference(
            after.Count,
            addedTotal,
            added.ToImmutable(),
            removedTotal,
            removed.ToImmutable(),
            changedTotal,
            changed.ToImmutable()
        );
    }

    private static void Add<T>(ImmutableArray<T>.Builder first, T entry, ref int total)
    {
        total++;
        if (first.Count < StoreMasterDifference.MaxListed)
            first.Add(entry);
    }
}
