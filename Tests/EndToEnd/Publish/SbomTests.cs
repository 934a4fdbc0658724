using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Publish;

public sealed class SbomTests
{
    [Fact]
    public async Task The_bill_of_materials_has_every_package_that_is_shipped()
    {
        var folder = Path.Combine(DeployFiles.Root, "artifacts", "sbom");
        await Command.RunAsync("bash", "-c", $"cd '{DeployFiles.Root}' && dotnet tool restore && ./sbom.sh '{folder}'");
        foreach (var project in (string[])["WebFrontend", "Silo"])
        {
            var components = Components(await ReadAsync(Path.Combine(folder, $"RetailPulse.{project}.cdx.json")));
            var shipped = Shipped(
                await ReadAsync(
                    Path.Combine(
                        AppContext.BaseDirectory.Replace("/Tests/", $"/{project}/", StringComparison.Ordinal),
                        $"RetailPulse.{project}.deps.json"
                    )
                )
            );
            Assert.InRange(shipped.Count, 20, 1_000);
            Assert.Empty(shipped.Except(components));
        }
    }

    private static async Task<JsonElement> ReadAsync(string file) =>
        JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(file));

    private static HashSet<string> Components(JsonElement bill) =>
        [
            .. bill.GetProperty("components")
                .EnumerateArray()
                .Select(component => $"{component.GetProperty("name")}/{component.GetProperty("version")}"),
        ];

    /// <summary>The packages whose files are copied to the output.</summary>
    private static List<string> Shipped(JsonElement dependencies) =>
        [
            .. dependencies
                .GetProperty("targets")
                .EnumerateObject()
                .Single()
                .Value.EnumerateObject()
                .Where(library =>
                    library.Value.TryGetProperty("runtime", out _)
                    && dependencies.GetProperty("libraries").GetProperty(library.Name).GetProperty("type").GetString() == "package"
                )
                .Select(library => library.Name),
        ];
}
