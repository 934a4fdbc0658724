using System.Diagnostics;
using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Tests.EndToEnd.Generators;

/// <summary>
/// Clients that real generators make of docs/openapi.json are compiled, and submit a job, wait for it and read its images. The scripts of
/// the console are checked against the same types.
/// </summary>
public sealed class GeneratedClientsTests : IAsyncLifetime
{
    /// <summary>Oldest Node.js that the generators for TypeScript run on.</summary>
    private const int OldestNode = 20;

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(8);

    private readonly Product product = new();

    public ValueTask InitializeAsync()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        return product.InitializeAsync();
    }

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Fact]
    public async Task Clients_of_NSwag_and_Kiota_work()
    {
        var folder = Prepare("csharp");
        await RunAsync(DeployFiles.Root, "dotnet", "tool", "restore");
        await RunAsync(
            DeployFiles.Root,
            "dotnet",
            "tool",
            "run",
            "nswag",
            "openapi2csclient",
            $"/input:{folder}/openapi.json",
            $"/output:{folder}/nswag/Client.cs",
            "/namespace:Generated.NSwag",
            "/classname:PulseClient",
            "/jsonLibrary:SystemTextJson",
            "/generateOptionalParameters:true"
        );
        await RunAsync(
            DeployFiles.Root,
            "dotnet",
            "tool",
            "run",
            "kiota",
            "generate",
            "--language",
            "CSharp",
            "--openapi",
            $"{folder}/openapi.json",
            "--output",
            $"{folder}/kiota",
            "--namespace-name",
            "Generated.Kiota",
            "--class-name",
            "PulseClient",
            "--clean-output",
            "--log-level",
            "Error"
        );
        await RunAsync(folder, "dotnet", "build", "--configuration", "Release", "--output", "built", "--verbosity", "quiet");
        Check(await RunAsync(folder, "dotnet", "built/Generated.dll", $"{product.Http.BaseAddress}"), "NSwag", "Kiota");
    }

    [Fact]
    public async Task Clients_of_openapi_typescript_and_orval_work()
    {
        if (await FindNodeAsync() is not { } node || node < OldestNode)
            Assert.Skip($"Node.js {OldestNode} or later and npm are not installed: apt-get install nodejs npm");
        var folder = Prepare("typescript");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            await RunAsync(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        await RunAsync(folder, "node_modules/.bin/openapi-typescript", "openapi.json", "--output", "generated/types.ts");
        await RunAsync(folder, "node_modules/.bin/orval", "--config", "orval.config.mjs");
        await RunAsync(folder, "node_modules/.bin/tsc", "--project", ".");
        Check(await RunAsync(folder, "node", "built/run.js"), "orval", "openapi-typescript");
    }

    [Fact]
    public async Task The_scripts_of_the_console_agree_with_the_document()
    {
        if (await FindNodeAsync() is not { } node || node < OldestNode)
            Assert.Skip($"Node.js {OldestNode} or later and npm are not installed: apt-get install nodejs npm");
        var folder = Prepare("typescript");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            await RunAsync(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        var scripts = Directory.GetFiles(Path.Combine(DeployFiles.Root, "WebFrontend", "Console", "Assets"), "*.js");
        var copies = Directory.CreateDirectory(Path.Combine(folder, "console")).FullName;
        foreach (var script in scripts)
            File.Copy(script, Path.Combine(copies, Path.GetFileName(script)));
        File.Copy(Path.Combine(folder, "api.d.ts"), Path.Combine(copies, "api.d.ts"));
        await RunAsync(folder, "node_modules/.bin/openapi-typescript", "openapi.json", "--output", "console/openapi.ts");
        var listed = await RunAsync(folder, "node_modules/.bin/tsc", "--project", "console.json", "--listFiles");
        Assert.All(scripts, script => Assert.Contains($"/console/{Path.GetFileName(script)}", listed, StringComparison.Ordinal));
    }

    private static void Check(string output, params string[] clients)
    {
        var seen = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToArray();
        Assert.Equal(clients, seen.Select(client => client.GetProperty("Client").GetString()));
        Assert.All(
            seen,
            client =>
            {
                Assert.True(client.GetProperty("Valid").GetBoolean());
                Assert.Equal("failed", client.GetProperty("Status").GetString(), ignoreCase: true);
                Assert.Equal(
                    ["measured 14 ", "failed  http_404"],
                    client.GetProperty("Images").EnumerateArray().Select(image => Plain(image.GetString()!))
                );
                Assert.Equal(3, client.GetProperty("Lines").GetInt32());
                if (client.GetProperty("Client").GetString() != "Kiota")
                    Assert.True(client.GetProperty("Ended").GetBoolean());
                Assert.Equal(1, client.GetProperty("Counted").GetInt64());
                Assert.Equal("retry", client.GetProperty("Operation").GetString(), ignoreCase: true);
                Assert.Equal("job_not_found", Plain(client.GetProperty("Code").GetString()!));
            }
        );
    }

    /// <summary>Generators write <c>job_not_found</c> as <c>Job_not_found</c> or <c>JobNotFound</c>.</summary>
    private static string Plain(string text) =>
        text.ToLowerInvariant()
            .Replace("jobnotfound", "job_not_found", StringComparison.Ordinal)
            .Replace("http404", "http_404", StringComparison.Ordinal);

    /// <summary>Copies the programs of a language to where their packages are kept from one run to the next, with the document.</summary>
    private static string Prepare(string language)
    {
        var source = Path.Combine(DeployFiles.Root, "Tests", "EndToEnd", "Generators", language);
        var folder = Directory.CreateDirectory(Path.Combine(DeployFiles.Root, "artifacts", "generators", language)).FullName;
        foreach (var old in (string[])["nswag", "kiota", "built", "generated", "console"])
            if (Directory.Exists(Path.Combine(folder, old)))
                Directory.Delete(Path.Combine(folder, old), recursive: true);
        foreach (var file in Directory.GetFiles(source))
        {
            var copy = Path.Combine(folder, Path.GetFileName(file));
            if (Path.GetFileName(file) == "package-lock.json" && File.Exists(copy) && File.ReadAllText(copy) != File.ReadAllText(file))
                Directory.Delete(Path.Combine(folder, "node_modules"), recursive: true);
            File.Copy(file, copy, overwrite: true);
        }

        File.Copy(ApiDocument.FilePath, Path.Combine(folder, "openapi.json"), overwrite: true);

        // What the repository demands of its own projects does not concern generated code.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        File.WriteAllText(Path.Combine(folder, ".editorconfig"), "root = true\n");
        return folder;
    }

    private async Task<int?> FindNodeAsync()
    {
        try
        {
            await RunAsync(DeployFiles.Root, "npm", "--version");
            var version = await RunAsync(DeployFiles.Root, "node", "--version");
            return int.Parse(version.Trim().TrimStart('v').Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Returns what a program printed.</summary>
    private async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var path = program.Contains('/', StringComparison.Ordinal) ? Path.Combine(folder, program) : program;
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["PULSE"] = $"{product.Http.BaseAddress}".TrimEnd('/');
        start.Environment["DOTNET_NOLOGO"] =
            start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] =
            start.Environment["MSBUILDDISABLENODEREUSE"] =
                "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Within);
        Assert.True(
            process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await output}\n{await errors}"
        );
        return await output;
    }
}
