using System.Xml.Linq;

namespace RetailPulse.Tests.Architecture.Supply;

public sealed class PackageSourcesTests
{
    /// <summary>No package may come from another source than the public one, and no file says where that is reached.</summary>
    [Fact]
    public void Every_package_comes_from_one_source()
    {
        var configuration = XDocument.Parse(DeployFiles.Text("nuget.config")).Root!;
        Assert.Null(configuration.Element("packageSources"));
        var source = Assert.Single(configuration.Element("packageSourceMapping")!.Elements("packageSource"));
        Assert.Equal(
            ("nuget.org", "*"),
            ((string?)source.Attribute("key"), (string?)Assert.Single(source.Elements("package")).Attribute("pattern"))
        );
        Assert.DoesNotContain("://", DeployFiles.Text("nuget.config"));
    }
}
