using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage;

/// <summary>Statuses of jobs as they are stored.</summary>
internal static class Statuses
{
    private static readonly Dictionary<string, JobStatus> Names = Enum.GetValues<JobStatus>().ToDictionary(Format);

    public static string Format(JobStatus status) => status.ToString().ToLowerInvariant();

    public static JobStatus Parse(string name) => Names[name];
}
