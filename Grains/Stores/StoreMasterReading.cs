using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>Collects the rows of a store master, and their errors.</summary>
/// <param name="wasInForce">
/// Whether the rows belong to a version that was valid. Rows that only later rules reject are then accepted.
/// </param>
internal sealed class StoreMasterReading(bool wasInForce)
{
    /// <summary>Maximum number of stores: more than any chain has, and few enough for the memory of a silo.</summary>
    private const int MaxStores = 500_000;

    /// <summary>Maximum number of errors. Further rows most likely have the same errors.</summary>
    private const int MaxFaults = 100;

    private readonly Dictionary<string, (Store Store, int Line)> stores = new(
        wasInForce ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase
    );
    private readonly Dictionary<string, string> areas = new(StringComparer.Ordinal);
    private readonly List<StoreMasterFault> faults = [];

    /// <summary>Adds a row. Returns <see langword="false"/> if reading further rows is useless.</summary>
    public bool Add(StoreRow row)
    {
        if (row.Fault is { } fault)
            faults.Add(new StoreMasterFault(row.Line, fault));
        else if (row.Doubt is { } doubt && !wasInForce)
            faults.Add(new StoreMasterFault(row.Line, doubt));
        else
            Add(row.Store!, row.Line);
        return faults.Count < MaxFaults && stores.Count <= MaxStores;
    }

    /// <exception cref="StoreMasterException">There were errors.</exception>
    public StoreMaster ToStoreMaster()
    {
        if (faults.Count == 0 && stores.Count == 0)
            faults.Add(new StoreMasterFault(1, "the file holds no store"));
        return faults.Count == 0
            ? new StoreMaster([.. stores.Values.Select(found => found.Store)])
            : throw new StoreMasterException([.. faults]);
    }

    private void Add(Store store, int line)
    {
        if (stores.Count == MaxStores)
            faults.Add(new StoreMasterFault(line, $"there are more than {MaxStores} stores"));

        // There are few areas, so each code is stored once.
        if (!areas.TryGetValue(store.AreaCode, out var area))
            areas[store.AreaCode] = area = store.AreaCode;
        if (!stores.TryAdd(store.StoreId, (store with { AreaCode = area }, line)) && !wasInForce)
            faults.Add(new StoreMasterFault(line, Repetition(store.StoreId)));
    }

    private string Repetition(string storeId)
    {
        var (first, line) = stores[storeId];
        return first.StoreId == storeId
            ? $"store id '{storeId}' is on line {line} already"
            : $"store id '{storeId}' differs only in case from '{first.StoreId}' on line {line}, and ids are compared exactly; keep one of them";
    }
}
