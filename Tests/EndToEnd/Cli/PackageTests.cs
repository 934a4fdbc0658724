using System.IO.Compression;

namespace RetailPulse.Tests.EndToEnd.Cli;

/// <summary>Packs the client and the command line, and uses the packages as another project would.</summary>
public sealed class PackageTests(Product product) : IClassFixture<Product>
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="RetailPulse.Client" Version="0.1.0" />
          </ItemGroup>
        </Project>
        """;

    [Fact]
    public async Task The_packages_are_complete_and_their_examples_run()
    {
        using var cli = new CliProcess();
        var feed = Path.Combine(cli.Folder, "feed");
        foreach (var project in (string[])["Client", "Cli"])
            await Command.RunAsync(
                "dotnet",
                "pack",
                Path.Combine(DeployFiles.Root, project),
                "--configuration",
                DeployFiles.Configuration,
                "--no-build",
                "--output",
                feed
            );
        AssertContains(
            Path.Combine(feed, "RetailPulse.Client.0.1.0.nupkg"),
            "README.md",
            "lib/net10.0/RetailPulse.Client.dll",
            "lib/net10.0/RetailPulse.Client.xml"
        );
        AssertContains(Path.Combine(feed, "RetailPulse.Client.0.1.0.snupkg"), "lib/net10.0/RetailPulse.Client.pdb");
        AssertContains(Path.Combine(feed, "RetailPulse.Cli.0.1.0.nupkg"), "README.md", "tools/net10.0/any/retailpulse.dll");

        var empty = Directory.CreateDirectory(Path.Combine(cli.Folder, "empty")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(cli.Folder, "nuget.config"),
            $"""<configuration><packageSources><clear /><add key="feed" value="{feed}" /></packageSources></configuration>"""
        );
        await File.WriteAllTextAsync(Path.Combine(empty, "Empty.csproj"), Project);
        await File.WriteAllTextAsync(Path.Combine(empty, "Program.cs"), Example());
        var (code, output, error) = await cli.RunAsync(
            $"""
            export NUGET_PACKAGES={cli.Folder}/packages DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
            dotnet run --project empty && echo example: $?
            dotnet tool install RetailPulse.Cli --tool-path tools > /dev/null && tools/retailpulse --version
            printf 'store_id,visit_time,image_url\nS1,2026-05-04,http://a.example/1\n' > photos.csv
            id=$(tools/retailpulse submit photos.csv --wait) && tools/retailpulse images $id -o csv
            """,
            product.Http.BaseAddress
        );
        Assert.True(code == 0, output + error);
        Assert.Contains("example: 0\nretailpulse 0.1.0\n", output);
        Assert.Contains(",measured,", output);
    }

    /// <summary>Returns the example of the README, with the address and the store of the test.</summary>
    private string Example() =>
        DeployFiles
            .Text("Client/README.md")
            .Split("```csharp\n")[1]
            .Split("```")[0]
            .Replace("http://localhost:8080", product.Http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("S00339218", "S1", StringComparison.Ordinal);

    private static void AssertContains(string package, params string[] entries)
    {
        using var archive = ZipFile.OpenRead(package);
        var names = archive.Entries.Select(entry => entry.FullName).ToList();
        Assert.All(entries, entry => Assert.Contains(entry, names));
    }
}
