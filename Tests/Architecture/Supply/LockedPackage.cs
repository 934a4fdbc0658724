using System.Text.Json;
using System.Xml.Linq;

namespace RetailPulse.Tests.Architecture.Supply;

/// <summary>A package that a lock file names.</summary>
/// <param name="License">The SPDX expression that the package states.</param>
/// <param name="IsShipped">Whether a project that is shipped depends on it.</param>
internal sealed record LockedPackage(string Name, string Version, string License, bool IsShipped)
{
    private static readonly string[] ShippedProjects = ["Cli", "Client", "Grains", "Grains.Interfaces", "Silo", "WebFrontend"];

    /// <summary>Packages with a license file in place of an expression, which was read.</summary>
    private static readonly Dictionary<string, string> Read = new() { ["Fractions"] = "BSD-2-Clause", ["StandardWebhooks"] = "MIT" };

    /// <summary>The packages of all projects, each once, by name and version.</summary>
    public static IReadOnlyList<LockedPackage> All() =>
        [
            .. Directory
                .GetDirectories(DeployFiles.Root)
                .Select(folder => Path.Combine(folder, "packages.lock.json"))
                .Where(File.Exists)
                .SelectMany(file =>
                    Packages(file)
                        .Select(package =>
                            (
                                package.Name,
                                package.Version,
                                Shipped: ShippedProjects.Contains(Path.GetFileName(Path.GetDirectoryName(file)))
                            )
                        )
                )
                .GroupBy(package => (package.Name, package.Version))
                .Select(uses => new LockedPackage(
                    uses.Key.Name,
                    uses.Key.Version,
                    LicenseOf(uses.Key.Name, uses.Key.Version),
                    uses.Any(use => use.Shipped)
                ))
                .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(package => package.Version, StringComparer.Ordinal),
        ];

    private static IEnumerable<(string Name, string Version)> Packages(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. json
                .RootElement.GetProperty("dependencies")
                .EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => (package.Name, package.Value.GetProperty("resolved").GetString()!)),
        ];
    }

    private static string LicenseOf(string name, string version)
    {
        var (id, folder) = (name.ToLowerInvariant(), version.ToLowerInvariant());
        var specification = XDocument.Load(Path.Combine(PackageFolder, id, folder, $"{id}.nuspec"));
        var license = specification.Descendants().SingleOrDefault(element => element.Name.LocalName == "license");
        return (string?)license?.Attribute("type") == "expression" ? license!.Value : Read.GetValueOrDefault(name, "unknown");
    }

    private static string PackageFolder =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
