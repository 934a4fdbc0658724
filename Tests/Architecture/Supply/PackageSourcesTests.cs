using System.Xml.Linq;

namespace RetailPulse.Tests.Architecture.Supply;

public sealed partial class PackageSourcesTests
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

    /// <summary>A finding is a warning of the restore, and warnings are errors, except that there are no data about vulnerabilities.</summary>
    [Fact]
    public void Every_restore_audits_all_packages()
    {
        var properties = XDocument
            .Parse(DeployFiles.Text("Directory.Build.props"))
            .Descendants()
            .ToLookup(element => element.Name.LocalName);
        Assert.Equal(
            ("true", "all", "low", "true"),
            (
                properties["NuGetAudit"].Single().Value,
                properties["NuGetAuditMode"].Single().Value,
                properties["NuGetAuditLevel"].Single().Value,
                properties["TreatWarningsAsErrors"].Single().Value
            )
        );
        Assert.DoesNotContain(properties.SelectMany(property => property), property => Finding().IsMatch(property.Value));
    }

    /// <summary>The codes of vulnerabilities that were found, of any severity.</summary>
    [System.Text.RegularExpressions.GeneratedRegex("NU190[1-4]")]
    private static partial System.Text.RegularExpressions.Regex Finding();
}
