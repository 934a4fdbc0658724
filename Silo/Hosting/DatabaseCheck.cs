using System.Globalization;
using RetailPulse.Silo.Storage;
using RetailPulse.Silo.Storage.Checks;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Hosting;

/// <summary>The command that proves a database whole, or lists what contradicts itself in it. It writes nothing.</summary>
public static class DatabaseCheck
{
    public const string Switch = "--check";

    /// <summary>Exit code of a database with findings.</summary>
    public const int HasFindings = 1;

    /// <summary>Exit code of a check that could not be completed.</summary>
    public const int NotChecked = 2;

    /// <summary>Returns 0 if the database is whole, or <see cref="HasFindings"/>.</summary>
    /// <param name="output">Where to write the findings.</param>
    /// <param name="progress">Where to say how far a long check is.</param>
    /// <exception cref="StorageException">The database cannot be checked; the message says why and what to do.</exception>
    public static async Task<int> RunAsync(IConfiguration configuration, TimeProvider time, TextWriter output, TextWriter progress)
    {
        var begun = time.GetTimestamp();
        await using var database = await StorageChecking.OpenAsync(StorageOptions.Read(configuration), CancellationToken.None);
        var findings = new FindingCounter(finding => output.WriteLine(finding));
        var checker = new DatabaseChecker(database, SiloHosting.ServiceId, findings);
        var complete = await checker.RunAsync(progress, time, CancellationToken.None);
        output.WriteLine(Summarize(findings.Count, complete, checker.Jobs, time.GetElapsedTime(begun)));
        return findings.Count == 0 ? 0 : HasFindings;
    }

    private static string Summarize(long findings, bool complete, long jobs, TimeSpan took) =>
        (findings, complete) switch
        {
            (0, _) => string.Create(
                CultureInfo.InvariantCulture,
                $"The database is whole: {jobs:N0} jobs were checked in {took.TotalSeconds:0.0} s."
            ),
            (> FindingCounter.MaxShown, true) => string.Create(
                CultureInfo.InvariantCulture,
                $"The database is not whole: {findings:N0} findings, of which the first {FindingCounter.MaxShown} are shown."
            ),
            (_, true) => string.Create(CultureInfo.InvariantCulture, $"The database is not whole: {findings:N0} findings."),
            (_, false) => string.Create(
                CultureInfo.InvariantCulture,
                $"The database is damaged: {findings:N0} findings. No job was checked."
            ),
        };
}
