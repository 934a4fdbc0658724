using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>Gathers the rows of a store master, and everything that is wrong with them.</summary>
/// <param name="wasInForce">The rows are of a version that was valid once: what is doubtful by a newer rule is taken as it is.</param>
internal sealed class StoreMasterReading(bool wasInForce)
{
    /// <summary>More stores than any chain has, and few enough for the memory of a silo.</summary>
    private const int MostStores = 500_000;

    /// <summary>Enough to see what is wrong with a file; the rest is most likely wrong in the same way.</summary>
    private const int MostFaults = 100;

    private readonly Dictionary<string, (Store Store, int Line)> stores = new(wasInForce ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> areas = new(StringComparer.Ordinal);
    private readonly List<StoreMasterFault> faults = [];

    /// <summary>Answers <see langword="false"/> when there is no use in reading on.</summary>
    public bool Take(StoreRow row)
    {
        if (row.Fault is { } fault) faults.Add(new StoreMasterFault(row.Line, fault));
        else if (row.Doubt is { } doubt && !wasInForce) faults.Add(new StoreMasterFault(row.Line, doubt));
        else Take(row.Store!, row.Line);
        return faults.Count < MostFaults && stores.Count <= MostStores;
    }

    /// <exception cref="StoreMasterException">Something was wrong.</exception>
    public StoreMaster ToStoreMaster()
    {
        if (faults.Count == 0 && stores.Count == 0) faults.Add(new StoreMasterFault(1, "the file holds no store"));
        return faults.Count == 0 ? new StoreMaster([.. stores.Values.Select(found => found.Store)]) : throw new StoreMasterException([.. faults]);
    }

    private void Take(Store store, int line)
    {
        if (stores.Count == MostStores) faults.Add(new StoreMasterFault(line, $"there are more than {MostStores} stores"));

        // There are few areas, and they are kept once each.
        if (!areas.TryGetValue(store.AreaCode, out var area)) areas[store.AreaCode] = area = store.AreaCode;
        if (!stores.TryAdd(store.StoreId, (store with { AreaCode = area }, line)) && !wasInForce) faults.Add(new StoreMasterFault(line, Repetition(store.StoreId)));
    }

    private string Repetition(string storeId)
    {
        var (first, line) = stores[storeId];
        return first.StoreId == storeId
            ? $"store id '{storeId}' is on line {line} already"
            : $"store id '{storeId}' differs only in case from '{first.StoreId}' on line {line}, and ids are compared exactly; keep one of them";
    }
}
