using System.Text;

namespace RetailPulse.Tests.Architecture.Supply;

/// <summary>The licenses of all packages that the lock files name, as the packages themselves state them.</summary>
public sealed class LicensesTests
{
    /// <summary>Licenses that ask for no more than a notice.</summary>
    private static readonly string[] Shipped = ["MIT", "Apache-2.0", "BSD-3-Clause", "PostgreSQL", "MS-PL OR Apache-2.0"];

    /// <summary>What only builds or tests use is not passed on.</summary>
    private static readonly string[] NotShipped = [.. Shipped, "BSD-2-Clause", "LGPL-3.0-or-later", "MPL-2.0"];

    private readonly IReadOnlyList<LockedPackage> packages = LockedPackage.All();

    /// <summary>
    /// To update the list, copy the file that this test writes next to the test program: <c>Supply/licenses.found.md</c>.
    /// </summary>
    [Fact]
    public void The_list_is_complete_and_true()
    {
        Assert.InRange(packages.Count, 100, 1_000);
        var found = Listed();
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Supply")).FullName;
        File.WriteAllText(Path.Combine(folder, "licenses.found.md"), found);
        Assert.Equal(found, DeployFiles.Text("docs/licenses.md"));
    }

    [Fact]
    public void Every_license_permits_what_the_package_is_used_for() =>
        Assert.All(packages, package => Assert.Contains(package.License, package.IsShipped ? Shipped : NotShipped));

    private string Listed()
    {
        var list = new StringBuilder(
            """
            # Licenses of dependencies

            Every package of the lock files, including transitive ones, with the license that it states. *Shipped* packages are part of the published service or of
            the client; the others only build or test it. A test compares this list with the lock files and the packages.

            | package | version | license | shipped |
            |---|---|---|---|

            """
        );
        foreach (var package in packages)
            list.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"| {package.Name} | {package.Version} | {package.License} | {(package.IsShipped ? "yes" : "no")} |\n"
            );
        return list.ToString();
    }
}
