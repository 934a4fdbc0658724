using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Converts the kinds of the events of jobs to and from the column <c>kind</c>. A failed image has no row of its own.</summary>
internal static class EventKinds
{
    private static readonly (JobEventKind Kind, string Code)[] All =
    [
        (JobEventKind.Submitted, "submitted"),
        (JobEventKind.Retried, "retried"),
        (JobEventKind.Ended, "ended"),
    ];

    public static string Format(JobEventKind kind) => Array.Find(All, known => known.Kind == kind).Code;

    public static JobEventKind Parse(string code) => All.Single(known => known.Code == code).Kind;
}
