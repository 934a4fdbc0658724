using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Grains.Stores;

/// <summary>The <c>RetailPulse:Stores</c> setting: the file of the store master.</summary>
public sealed class StoresOptions
{
    public const string Section = "RetailPulse:Stores";

    /// <summary>
    /// Path of the CSV file. A relative path is searched in the working directory, then next to the program. Default:
    /// <c>data/store_master.csv</c>.
    /// </summary>
    [Required(ErrorMessage = "{0} is empty; name the store master's CSV file.")]
    public string Path { get; set; } = "data/store_master.csv";

    /// <summary>Returns the file to read, whether or not it exists.</summary>
    internal string Find() =>
        File.Exists(Path) ? System.IO.Path.GetFullPath(Path) : System.IO.Path.GetFullPath(Path, AppContext.BaseDirectory);
}
