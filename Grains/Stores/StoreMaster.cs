using System.Collections.Frozen;
using System.Collections.Immutable;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>The table of known stores, read from one CSV file.</summary>
internal sealed class StoreMaster
{
    private static readonly Comparer<Store> ById = Comparer<Store>.Create(
        (one, other) => string.CompareOrdinal(one.StoreId, other.StoreId)
    );

    private static readonly Comparer<Area> ByCode = Comparer<Area>.Create(
        (one, other) => string.CompareOrdinal(one.AreaCode, other.AreaCode)
    );

    private readonly FrozenDictionary<string, Store> stores;
    private readonly FrozenDictionary<string, Store[]> areas;
    private readonly Store[] ordered;
    private readonly Area[] orderedAreas;

    /// <param name="stores">Stores with different ids.</param>
    public StoreMaster(IReadOnlyCollection<Store> stores)
    {
        this.stores = stores.ToFrozenDictionary(store => store.StoreId, StringComparer.Ordinal);
        ordered = [.. stores.Order(ById)];
        areas = ordered
            .GroupBy(store => store.AreaCode, StringComparer.Ordinal)
            .ToFrozenDictionary(area => area.Key, area => area.ToArray(), StringComparer.Ordinal);
        orderedAreas = [.. areas.Select(area => new Area(area.Key, area.Value.Length)).Order(ByCode)];
    }

    public int Count => stores.Count;

    /// <summary>All stores, ordered by the code units of their ids.</summary>
    public IReadOnlyList<Store> Ordered => ordered;

    public bool Knows(string storeId) => stores.ContainsKey(storeId);

    public Store? Find(string storeId) => stores.GetValueOrDefault(storeId);

    /// <summary>Returns one page, ordered by the code units of the ids.</summary>
    public StorePage Search(StoreSearch search)
    {
        var among = search.Area is null ? ordered : areas.GetValueOrDefault(search.Area, []);
        var found = ImmutableArray.CreateBuilder<Store>();
        foreach (var store in among.AsSpan(IndexAfter(among, search.After)))
        {
            if (search.Text is not null && !Contains(store, search.Text))
                continue;
            if (found.Count == search.Limit)
                return new StorePage(found.ToImmutable(), More: true);
            found.Add(store);
        }

        return new StorePage(found.ToImmutable(), More: false);
    }

    /// <summary>Returns one page of areas, ordered by the code units of their codes.</summary>
    public AreaPage ListAreas(AreaList list)
    {
        var place = list.After is null ? -1 : Array.BinarySearch(orderedAreas, new Area(list.After, 0), ByCode);
        var rest = orderedAreas.AsSpan(place < 0 && list.After is not null ? ~place : place + 1);
        var page = rest[..Math.Min(list.Limit, rest.Length)];
        return new AreaPage([.. page], orderedAreas.Length, More: page.Length < rest.Length);
    }

    /// <summary>Reads a CSV file as spreadsheets export it.</summary>
    /// <remarks>
    /// The columns are <c>store_id,store_name,area_code</c> or <c>StoreID,StoreName,AreaCode</c>, in any order and case. The file is in
    /// UTF-8 or UTF-16, separated by commas, semicolons or tabs. Fields may be quoted and padded. Other columns are ignored.
    /// </remarks>
    /// <param name="csv">File at its beginning, seekable.</param>
    /// <exception cref="StoreMasterException">The file is invalid. The exception names the lines and the reasons.</exception>
    public static StoreMaster Read(Stream csv) => Read(csv, new StoreMasterReading(wasInForce: false));

    /// <summary>Reads a version that was in force. Later rules do not invalidate it.</summary>
    public static StoreMaster ReadVersion(Stream csv) => Read(csv, new StoreMasterReading(wasInForce: true));

    private static StoreMaster Read(Stream csv, StoreMasterReading reading)
    {
        foreach (var row in new StoreRows(csv).Read())
        {
            if (!reading.Add(row))
                break;
        }

        return reading.ToStoreMaster();
    }

    private static bool Contains(Store store, string text) =>
        store.StoreId.Contains(text, StringComparison.OrdinalIgnoreCase)
        || store.StoreName.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static int IndexAfter(Store[] among, string? storeId)
    {
        if (storeId is null)
            return 0;
        var place = Array.BinarySearch(among, new Store(storeId, "", ""), ById);
        return place < 0 ? ~place : place + 1;
    }
}
