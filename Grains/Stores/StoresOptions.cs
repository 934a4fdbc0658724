namespace RetailPulse.Grains.Stores;

/// <summary><c>RetailPulse:Stores</c>: where the store master is.</summary>
public sealed class StoresOptions
{
    public const string Section = "RetailPulse:Stores";

    /// <summary>A CSV file; a relative path is searched in the working folder, then next to the program. Default: <c>data/store_master.csv</c>.</summary>
    public string Path { get; set; } = "data/store_master.csv";

    /// <summary>The file to read. It need not exist.</summary>
    internal string Find() =>
        File.Exists(Path) ? System.IO.Path.GetFullPath(Path) : System.IO.Path.GetFullPath(Path, AppContext.BaseDirectory);
}
