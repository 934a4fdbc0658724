using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>A closed list of texts that has one schema of its own, so that generated clients have one type for it.</summary>
/// <remarks>
/// Not for lists whose texts no generator can convert to names and back, such as <c>job.failed</c>, and not for items of arrays: a client
/// that NSwag generates with System.Text.Json fails to read either.
/// </remarks>
/// <param name="Name">Name of the schema.</param>
/// <param name="Meaning">Description of the schema.</param>
internal sealed record NamedChoice(string Name, string Meaning, IReadOnlyList<string> Texts)
{
    private static readonly NamedChoice[] All =
    [
        Of(ClosedLists.JobStatus, "Status of a job: `ongoing` while it runs, then one of the others.", Codes.JobStatuses.Keys),
        Of(ClosedLists.OperationKind, "What an operation does to each matching job.", Codes.OperationKinds.Keys),
        Of(ClosedLists.OperationStatus, "Status of an operation: `ongoing`, then `completed`.", OperationStatuses.All),
        Of(ClosedLists.JobOrder, "Order of a list of jobs.", Codes.JobOrders.Keys),
        Of(ClosedLists.CellSeparator, "What separates the cells of a row.", Codes.CellSeparators.Keys),
        Of(ClosedLists.ImageStatus, "Status of an image. The counts of a job have the same names.", Codes.ImageStatuses.Keys),
        Of(ClosedLists.ImageWait, "What an image waits for before its next attempt.", Codes.Waits.Keys),
        Of(
            ClosedLists.Reason,
            "Why an image, or an attempt to deliver a webhook, failed. docs/reasons.md explains each reason.",
            Codes.Reasons.Keys
        ),
        Of(ClosedLists.HostState, "Whether a host can be called.", Codes.HostStates.Keys),
        Of(ClosedLists.DeliveryState, "State of the delivery of a webhook.", Codes.WebhookStates.Keys),
        Of(ClosedLists.SettingSource, "Where the value of a setting comes from.", Codes.SettingSources.Keys),
        Of(ClosedLists.ThroughputUnit, "A unit of time.", Codes.ThroughputUnits.Keys),
        Of(
            ClosedLists.EventGap,
            "Why an event stream leaves events out: the client was away for too long, or its last event is not of this database.",
            Codes.EventGaps
        ),
        Of(ClosedLists.StoreMasterSource, "Source of a store master.", Codes.StoreMasterSources.Keys),
        Of(
            ClosedLists.Role,
            "Role of a key. `submit` includes `read`, `manage` includes `submit`, and `admin` includes all.",
            Roles.Names.Keys
        ),
    ];

    public static NamedChoice? Find(string name) => Array.Find(All, choice => choice.Name == name);

    /// <summary>Returns the list of the codes of all problems in the document.</summary>
    public static NamedChoice ProblemCode(IEnumerable<string> codes) =>
        Of(ClosedLists.ProblemCode, "Identifies the error for programs. A code never changes its meaning; new codes may be added.", codes);

    private static NamedChoice Of(string name, string meaning, IEnumerable<string> texts) =>
        new(name, meaning, [.. texts.Order(StringComparer.Ordinal)]);
}
