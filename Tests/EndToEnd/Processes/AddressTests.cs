namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Every way of the README to say where a front end listens, and where settings are read from.</summary>
public sealed class AddressTests : IDisposable
{
    private readonly SqliteFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// The health check asks where the front end listens by the same settings, without starting one. Nothing listens at these ports.
    /// </summary>
    [Theory]
    [InlineData("ASPNETCORE_URLS=http://127.0.0.1:1", null, null, "http://127.0.0.1:1/")]
    [InlineData("ASPNETCORE_HTTP_PORTS=2", null, null, "http://localhost:2/")]
    [InlineData("Urls=http://127.0.0.1:3", null, null, "http://127.0.0.1:3/")]
    [InlineData(null, "http://127.0.0.1:4", null, "http://127.0.0.1:4/")]
    [InlineData(null, null, "--urls=http://127.0.0.1:5", "http://127.0.0.1:5/")]
    [InlineData("ASPNETCORE_URLS=http://127.0.0.1:1", "http://127.0.0.1:4", null, "http://127.0.0.1:1/")]
    [InlineData("ASPNETCORE_HTTP_PORTS=2", "http://127.0.0.1:4", null, "http://localhost:2/")]
    [InlineData("ASPNETCORE_URLS=http://127.0.0.1:1", "http://127.0.0.1:4", "--urls=http://127.0.0.1:5", "http://127.0.0.1:5/")]
    public async Task The_command_line_counts_over_the_environment_and_that_over_files(
        string? variable,
        string? file,
        string? argument,
        string address
    )
    {
        var variables = new List<(string, string)>();
        if (variable?.Split('=', 2) is [var name, var value])
            variables.Add((name, value));
        if (file is not null)
            variables.Add(("RetailPulse__SettingsFile", await WriteAsync("own.json", $$"""{"Urls":"{{file}}"}""")));
        await using var check = ProductProcess.Launch(
            "WebFrontend",
            new ProcessEnvironment { Variables = variables },
            ["--healthcheck", .. argument is null ? Array.Empty<string>() : [argument]]
        );
        await check.EndAsync();
        await Eventually.TrueAsync(
            () => check.Output.StartsWith($"{address} does not respond", StringComparison.Ordinal),
            $"{address} is asked:\n{check.Output}"
        );
    }

    [Theory]
    [InlineData("--urls=8080", "'8080' is not an address to listen at; write http://localhost:8080")]
    [InlineData("--urls=https://127.0.0.1:0", "Unable to configure HTTPS endpoint")]
    [InlineData("--RetailPulse:SettingsFile=/nowhere/own.json", "RetailPulse:SettingsFile is '/nowhere/own.json'")]
    [InlineData("--RetailPulse:Images:HostHeaders:0:Origin=images.example", "RetailPulse:Images:HostHeaders:0:Origin must be a scheme")]
    public async Task What_cannot_be_used_is_named(string setting, string message)
    {
        var (exitCode, output) = await ProductProcess.RunAsync(
            "WebFrontend",
            [$"--ConnectionStrings:RetailPulse={folder.ConnectionString}", setting]
        );
        Assert.True(exitCode == 1 && output.Contains(message, StringComparison.Ordinal), $"Exit code {exitCode}:\n{output}");
        Assert.Contains("RetailPulse cannot start. ", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task A_file_of_settings_that_is_not_JSON_is_named()
    {
        var (exitCode, output) = await ProductProcess.RunAsync("Silo", $"--RetailPulse:SettingsFile={await WriteAsync("own.json", "{")}");
        Assert.Equal(1, exitCode);
        Assert.Contains("own.json", output);
        Assert.DoesNotContain("   at ", output);
    }

    /// <summary>A build replaces what is next to the program, and leaves the user's folder alone.</summary>
    [Fact]
    public async Task The_file_in_the_user_s_configuration_folder_takes_effect()
    {
        Directory.CreateDirectory(Path.Combine(folder.Folder, "retailpulse"));
        await WriteAsync(
            "retailpulse/appsettings.json",
            $$"""{"Urls":"http://127.0.0.1:0","RetailPulse":{"Log":{"Format":"Json"} },"ConnectionStrings":{"RetailPulse":"{{folder.ConnectionString}}"} }"""
        );
        await using var front = ProductProcess.Launch(
            "WebFrontend",
            new ProcessEnvironment { Variables = [("XDG_CONFIG_HOME", folder.Folder)] }
        );
        await front.ReadyAsync();
        await Eventually.TrueAsync(
            () => front.Output.Contains("Now listening on: http://127.0.0.1:", StringComparison.Ordinal),
            "it listens where the file says"
        );
        Assert.StartsWith("{\"time\":", front.Output);
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var file = Path.Combine(folder.Folder, name);
        await File.WriteAllTextAsync(file, text);
        return file;
    }
}
