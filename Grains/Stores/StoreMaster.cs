using System.Collections.Frozen;
using System.Text;
using CsvHelper;

namespace RetailPulse.Grains.Stores;

/// <summary>A known store.</summary>
internal sealed record Store(string StoreId, string StoreName, string AreaCode);

/// <summary>The table of known stores, as one CSV file gave it.</summary>
internal sealed class StoreMaster
{
    /// <summary>Bytes that are no UTF-8 are a broken file, not question marks in a store's name.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FrozenDictionary<string, Store> stores;

    private StoreMaster(FrozenDictionary<string, Store> stores) => this.stores = stores;

    public int Count => stores.Count;

    public bool Knows(string storeId) => stores.ContainsKey(storeId);

    /// <summary>
    /// Reads <c>store_id,store_name,area_code</c> or <c>StoreID,StoreName,AreaCode</c>, in any order and case; fields may be quoted
    /// and padded, other columns are ignored.
    /// </summary>
    /// <exception cref="StoreMasterException">The file is broken; the message names the line and the reason.</exception>
    public static StoreMaster Read(Stream csv)
    {
        using var text = new StreamReader(csv, Utf8);
        using var reader = new CsvReader(text, StoreRows.Format);
        try
        {
            return Read(StoreRows.Read(reader));
        }
        catch (DecoderFallbackException exception)
        {
            throw new StoreMasterException(reader.Parser.RawRow + 1, "the file is not UTF-8", exception);
        }
        catch (CsvHelperException exception)
        {
            throw new StoreMasterException(exception.Context?.Parser?.RawRow ?? 1, "quotes or separators are wrong", exception);
        }
    }

    private static StoreMaster Read(IEnumerable<(int Line, Store Store)> rows)
    {
        var stores = new Dictionary<string, Store>(StringComparer.Ordinal);
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (line, store) in rows)
        {
            if (!stores.TryAdd(store.StoreId, store)) throw new StoreMasterException(line, $"store id '{store.StoreId}' is on line {lines[store.StoreId]} already");
            lines[store.StoreId] = line;
        }

        if (stores.Count == 0) throw new StoreMasterException(1, "the file holds no store");
        return new StoreMaster(stores.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
