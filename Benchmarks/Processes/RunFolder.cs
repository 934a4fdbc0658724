using System.Globalization;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>
/// A temporary folder for one run of the product: an empty database and a small store master. Its disk is the one of <c>TMPDIR</c>.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const int Stores = 100;

    private readonly string path = Directory.CreateTempSubdirectory("retailpulse-benchmark-").FullName;

    public RunFolder() =>
        File.WriteAllLines(
            StoreMaster,
            ["store_id,store_name,area_code", .. Enumerable.Range(0, Stores).Select(store => $"{StoreId(store)},Store {store},{store}")]
        );

    public string Database => Path.Combine(path, "retailpulse.db");

    public string StoreMaster => Path.Combine(path, "stores.csv");

    public static string StoreId(int visit) => string.Create(CultureInfo.InvariantCulture, $"S{visit % Stores:D8}");

    /// <summary>A store that the master does not have.</summary>
    public static string UnknownStoreId(int visit) => string.Create(CultureInfo.InvariantCulture, $"U{visit % Stores:D8}");

    public void Dispose() => Directory.Delete(path, recursive: true);
}
