namespace RetailPulse.Tests.Support.Processes;

/// <summary>Checks databases with the command that operators use.</summary>
internal static class DatabaseChecks
{
    /// <summary>Requires that a database is whole. The service may be running on it.</summary>
    /// <param name="settings">Settings with which the service finds the database.</param>
    public static async Task PassesAsync(params string[] settings)
    {
        var (exitCode, output) = await RunAsync(settings);
        Assert.True(exitCode == 0, output);
        Assert.Contains("The database is whole: ", output, StringComparison.Ordinal);
    }

    public static Task<(int ExitCode, string Output)> RunAsync(params string[] settings) =>
        ProductProcess.RunAsync("WebFrontend", ["--check", .. settings]);
}
