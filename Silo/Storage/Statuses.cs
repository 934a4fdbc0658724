using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage;

/// <summary>Converts job statuses to and from their stored form.</summary>
internal static class Statuses
{
    private static readonly Dictionary<string, JobStatus> Names = Enum.GetValues<JobStatus>().ToDictionary(Format);

    public static string Format(JobStatus status) => status.Code();

    public static JobStatus Parse(string name) => Names[name];
}
