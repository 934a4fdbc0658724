using RetailPulse.Tests.Architecture.Supply;

namespace RetailPulse.Tests.Architecture;

/// <summary>
/// The decoders that judge the meter belong to the tests: the meter passes no byte of an image to them. The process that makes thumbnails is
/// the only part of the product that decodes.
/// </summary>
public sealed class JudgesTests
{
    [Theory]
    [InlineData("NetVips")]
    [InlineData("NetVips.Native.linux-x64")]
    public void No_shipped_project_depends_on_a_judge(string package) =>
        Assert.False(Assert.Single(LockedPackage.All(), locked => locked.Name == package).IsShipped);

    [Fact]
    public void Only_the_program_of_thumbnails_uses_a_decoder()
    {
        string[] uses =
        [
            .. Directory
                .EnumerateFiles(DeployFiles.Root, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(DeployFiles.Root, file))
                .Where(file => !file.StartsWith("Tests/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
                .Where(file => File.ReadAllText(Path.Combine(DeployFiles.Root, file)).Contains("SixLabors", StringComparison.Ordinal)),
        ];
        Assert.Equal(["Grains/Images/Thumbnails/ThumbnailProgram.cs", "data/make-samples.cs"], uses.Order(StringComparer.Ordinal));
    }

    /// <summary>Version 3 and later need a paid license, so a newer version must not be resolved by itself.</summary>
    [Fact]
    public void ImageSharp_is_pinned()
    {
        Assert.Contains(
            "<PackageVersion Include=\"SixLabors.ImageSharp\" Version=\"[2.1.13]\" />",
            DeployFiles.Text("Directory.Packages.props"),
            StringComparison.Ordinal
        );
        Assert.Equal("2.1.13", Assert.Single(LockedPackage.All(), locked => locked.Name == "SixLabors.ImageSharp").Version);
        Assert.Contains("#:package SixLabors.ImageSharp\n", DeployFiles.Text("data/make-samples.cs"), StringComparison.Ordinal);
    }
}
