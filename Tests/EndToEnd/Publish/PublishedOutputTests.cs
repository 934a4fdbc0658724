using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Publish;

/// <summary>What <c>dotnet publish</c> makes of the build that is tested.</summary>
public sealed class PublishedOutputTests : IDisposable
{
    private static readonly string[] Compiler = ["Microsoft.CodeAnalysis", "System.Composition", "Humanizer"];

    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-published-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("WebFrontend")]
    [InlineData("Silo")]
    public async Task It_has_neither_symbols_nor_a_compiler_and_it_runs(string project)
    {
        await PublishAsync(project);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).ToList();
        Assert.Contains($"RetailPulse.{project}.dll", files);
        Assert.DoesNotContain(files, file => Path.GetExtension(file) is ".pdb" or ".xml");
        Assert.DoesNotContain(files, file => Compiler.Any(name => file.StartsWith(name, StringComparison.Ordinal)));
        Assert.DoesNotContain(
            "CodeAnalysis",
            await File.ReadAllTextAsync(Path.Combine(folder, $"RetailPulse.{project}.deps.json"), TestContext.Current.CancellationToken)
        );
        if (project == "WebFrontend")
            await RunsAsync();
    }

    /// <summary>A folder with leftovers of an earlier version, say.</summary>
    [Fact]
    public async Task Symbols_that_get_there_in_any_way_are_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "Left.pdb"), "", TestContext.Current.CancellationToken);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => PublishAsync("Silo"));
        Assert.Contains("must contain neither symbols nor the compiler", exception.Message);
    }

    /// <summary>Trimming and compiling ahead take minutes and change no name, so <c>ReleaseTests</c> does both on request.</summary>
    [Fact]
    public async Task The_command_line_is_one_file_with_nothing_next_to_it()
    {
        var output = Path.Combine(folder, "output");
        await Command.RunAsync(
            "dotnet",
            "publish",
            Path.Combine(DeployFiles.Root, "Cli"),
            "--configuration",
            "Release",
            "--runtime",
            "linux-x64",
            "--output",
            output,
            "--artifacts-path",
            Path.Combine(folder, "artifacts"),
            "-p:PublishTrimmed=false",
            "-p:PublishReadyToRun=false",
            "-p:SelfContained=false",
            "-p:RunAnalyzers=false",
            "--verbosity",
            "quiet"
        );
        var program = Assert.Single(Directory.GetFileSystemEntries(output));
        Assert.Equal("retailpulse", Path.GetFileName(program));
        Assert.Equal("retailpulse 0.1.0\n", await Command.RunAsync(program, "--version"));
    }

    /// <summary>The container image is such a build. Compiling ahead takes minutes, so the test reads only what the build would do.</summary>
    [Theory]
    [InlineData("WebFrontend")]
    [InlineData("Silo")]
    public async Task A_build_for_one_platform_is_compiled_ahead(string project)
    {
        Assert.Equal("true false", await ReadsAsync("-p:RuntimeIdentifier=linux-x64"));
        Assert.Equal("false", (await ReadsAsync()).Split(' ')[0]);

        async Task<string> ReadsAsync(params string[] more)
        {
            string[] command =
            [
                "msbuild",
                Path.Combine(DeployFiles.Root, project),
                "-getProperty:PublishReadyToRun",
                "-getProperty:SelfContained",
                .. more,
            ];
            var properties = JsonDocument.Parse(await Command.RunAsync("dotnet", command)).RootElement.GetProperty("Properties");
            var (ahead, contained) = (
                properties.GetProperty("PublishReadyToRun").GetString(),
                properties.GetProperty("SelfContained").GetString()
            );
            return $"{(ahead!.Length == 0 ? "false" : ahead)} {contained}";
        }
    }

    private Task<string> PublishAsync(string project) =>
        Command.RunAsync(
            "dotnet",
            "publish",
            Path.Combine(DeployFiles.Root, project),
            "--configuration",
            DeployFiles.Configuration,
            "--no-build",
            "--output",
            folder,
            "--verbosity",
            "quiet"
        );

    private async Task RunsAsync()
    {
        var demo = await Command.TryAsync(
            "dotnet",
            Path.Combine(folder, "RetailPulse.WebFrontend.dll"),
            "--demo",
            "--once",
            "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:RetailPulse=Data Source={folder}/demo.db",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0"
        );
        Assert.True(demo.ExitCode == 0, demo.Output);
    }
}
