using System.ComponentModel.DataAnnotations;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>The <c>RetailPulse:Thumbnails</c> settings: where a silo keeps thumbnails.</summary>
public sealed class ThumbnailsOptions
{
    public const string Section = "RetailPulse:Thumbnails";

    /// <summary>
    /// Folder in which a silo keeps thumbnails. Default: <c>retailpulse/thumbnails</c> in the user's data folder. Silos may share it.
    /// </summary>
    public string Folder { get; set; } = "";

    /// <summary>
    /// Maximum size of all thumbnails in the folder, in bytes, 0 or more. Beyond it, those that were not requested for the longest time
    /// are deleted. Default: 1 GB.
    /// </summary>
    [Range(0, double.PositiveInfinity)]
    public long MaxBytes { get; set; } = 1_000_000_000;

    /// <summary>The folder, or its default.</summary>
    internal string FolderInUse() =>
        Folder.Length > 0
            ? Path.GetFullPath(Folder)
            : Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                "retailpulse",
                "thumbnails"
            );
}
