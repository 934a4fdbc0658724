namespace RetailPulse.Tests.Support.Processes;

/// <summary>The programs of the previous release, built once from the history of this checkout.</summary>
/// <remarks>
/// The commit is in <c>previous-release.txt</c>. The programs are kept in <c>artifacts/previous-release</c>, which Git ignores; sources are
/// unpacked and built in a temporary folder.
/// </remarks>
internal static class PreviousRelease
{
    private const string CommitFile = "Tests/EndToEnd/Processes/previous-release.txt";

    private static readonly string[] Unchecked =
    [
        "-p:RunAnalyzers=false",
        "-p:EnforceCodeStyleInBuild=false",
        "-p:TreatWarningsAsErrors=false",
        "-p:RestoreLockedMode=true",
        // What became known about its packages since then does not matter here.
        "-p:NuGetAudit=false",
    ];

    /// <summary>Returns the folder of the programs. Skips the test if the history of the checkout lacks the commit.</summary>
    public static async Task<string> BuildAsync()
    {
        var commit = DeployFiles.Text(CommitFile).Trim();
        var programs = Path.Combine(DeployFiles.Root, "artifacts", "previous-release", commit);
        if (Directory.Exists(programs))
            return programs;
        var (exitCode, problem) = await TryGitAsync("cat-file", "-e", $"{commit}^{{commit}}");
        Assert.SkipWhen(
            exitCode != 0,
            $"The checkout lacks the commit of the previous release, {commit}. Fetch it: git fetch --unshallow. ({problem.Trim()})"
        );

        var source = Directory.CreateTempSubdirectory("retailpulse-previous-").FullName;
        try
        {
            await BuildAsync(commit, source);
            Publish(Path.Combine(source, "WebFrontend/bin/Release/net10.0"), programs);
            return programs;
        }
        finally
        {
            Directory.Delete(source, recursive: true);
        }
    }

    private static async Task BuildAsync(string commit, string source)
    {
        var archive = Path.Combine(source, "source.tar");
        var (exitCode, problem) = await TryGitAsync("archive", "--format=tar", $"--output={archive}", commit);
        Assert.True(exitCode == 0, problem);
        await Command.RunAsync("tar", "-xf", archive, "-C", source);

        // It brings the program of the silo along.
        await Command.RunAsync("dotnet", ["build", Path.Combine(source, "WebFrontend"), "-c", "Release", "-nodeReuse:false", .. Unchecked]);
    }

    /// <summary>Copies the programs, and then moves the copy to its place, so that an interrupted run leaves nothing there.</summary>
    private static void Publish(string built, string programs)
    {
        var copy = $"{programs}.{Guid.NewGuid():N}";
        CopyFolder(built, copy);
        Directory.Move(copy, programs);
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }

    /// <remarks>The checkout may belong to another user, such as in a container.</remarks>
    private static Task<(int ExitCode, string Output)> TryGitAsync(params string[] arguments) =>
        Command.TryAsync("git", ["-c", "safe.directory=*", "-C", DeployFiles.Root, .. arguments]);
}
