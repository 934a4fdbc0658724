using System.Text.Json;
using System.Text.RegularExpressions;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.EndToEnd.Cli;

/// <summary>A cluster with everything that an operator can overlook, in real processes.</summary>
public sealed partial class DoctorNoticesTests : IDisposable
{
    private const UnixFileMode OthersRead = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
    private const string Everybody = "--RetailPulse:Api:Keys:";

    private static readonly string[] Names = ["acme-admin", "zeta-admin"];

    private readonly SqliteFolder folder = new();
    private readonly KeyFile secrets = new();
    private readonly CliRun cli = new();

    private string[] Settings => [$"--ConnectionStrings:RetailPulse={folder.ConnectionString}"];

    private string[] SiloSettings =>
        [
            .. Settings,
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            $"--RetailPulse:Secrets:KeyFile={secrets.Path}",
            "--RetailPulse:Images:HostHeaders:0:Origin=https://b.example",
            "--RetailPulse:Images:HostHeaders:0:Name=Authorization",
            "--RetailPulse:Images:HostHeaders:0:Value=Basic abc",
        ];

    private string[] FrontEndSettings =>
        [
            .. Settings,
            "--RetailPulse:Cluster:Role=Client",
            .. Names.SelectMany(
                (name, number) =>
                    (string[])
                        [
                            $"{Everybody}{number}:Name={name}",
                            $"{Everybody}{number}:Tenant={name.Split('-')[0]}",
                            $"{Everybody}{number}:Role=admin",
                            $"{Everybody}{number}:Sha256={Digest(name)}",
                        ]
            ),
        ];

    public void Dispose()
    {
        cli.Dispose();
        secrets.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Doctor_finds_what_the_logs_warn_of_at_start_in_the_same_words()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no modes.");
        Assert.Equal(0, (await ProductProcess.RunAsync("Silo", [.. Settings, "--migrate"])).ExitCode);
        File.SetUnixFileMode(secrets.Path, OthersRead);
        File.SetUnixFileMode(folder.File, OthersRead);
        File.SetUnixFileMode(folder.Folder, File.GetUnixFileMode(folder.Folder) | UnixFileMode.OtherWrite);
        await using var silo = await ProductProcess.StartSiloAsync(SiloSettings);
        await using var front = await ProductProcess.StartFrontEndAsync(FrontEndSettings);
        string[] logged = [.. Warnings(silo), .. Warnings(front)];
        string[] expected =
        [
            "Opening the ports of the cluster",
            "Connecting to silos without protection",
            "Exposing a private key",
            "Exposing a header",
            "Exposing jobs, URLs, and webhook secrets",
            "Exposing the database",
            "Several tenants share this service, and no quota",
            "Several tenants share this service, and no rate",
            "Keys of several tenants",
        ];
        Assert.All(expected, text => Assert.Contains(logged, line => line.StartsWith(text, StringComparison.Ordinal)));

        cli.Variables["RETAILPULSE_URL"] = front.Http.BaseAddress!.ToString();
        cli.Variables["RETAILPULSE_API_KEY"] = Names[0];
        var found = await FindingsAsync();
        Assert.All(logged, line => Assert.Contains(line, found));

        File.SetUnixFileMode(secrets.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.DoesNotContain(await FindingsAsync(), text => text.StartsWith("Exposing a private key", StringComparison.Ordinal));
    }

    private async Task<List<string>> FindingsAsync()
    {
        var result = await cli.RunAsync("doctor", "-o", "ndjson");
        Assert.Equal((0, ""), (result.Code, result.Error));
        return
        [
            .. result
                .Lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))
                .Select(finding => $"{finding.GetProperty("found").GetString()} {finding.GetProperty("what_to_do").GetString()}"),
        ];
    }

    /// <summary>Returns the texts of warnings and errors of the product.</summary>
    private static IEnumerable<string> Warnings(ProductProcess process) =>
        process
            .Output.Split('\n')
            .Select(line => Warning().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

    private static string Digest(string key) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));

    [GeneratedRegex(@"^\S+ (?:warn|fail|crit) RetailPulse[^ ]*: (.*?)\r?$")]
    private static partial Regex Warning();
}
