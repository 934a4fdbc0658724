using RetailPulse.Hosts;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>A closed list of texts that has one schema of its own, so that generated clients have one type for it.</summary>
/// <remarks>
/// Not for lists whose texts no generator can turn into names and back, such as <c>job.failed</c>, and not for items of arrays: a generated client of NSwag with
/// System.Text.Json fails to read either.
/// </remarks>
/// <param name="Name">Name of the schema.</param>
/// <param name="Meaning">Description of the schema.</param>
internal sealed record NamedChoice(string Name, string Meaning, IReadOnlyList<string> Texts)
{
    public static readonly NamedChoice JobStatus = Of("JobStatus", "`ongoing` while the job runs, and at its end one of the others.", JobNames.Statuses.Keys);

    public static readonly NamedChoice ImageStatus = Of("ImageStatus", "The count of the job that has the image.", JobNames.ImageStatuses.Keys);

    public static readonly NamedChoice ImageWait = Of("ImageWait", "What must come before the next attempt at an image.", JobNames.Waits);

    public static readonly NamedChoice Reason = Of("Reason", "Why an image, or a call of a webhook, failed. docs/reasons.md explains each.", JobNames.Reasons.Keys);

    public static readonly NamedChoice HostState = Of("HostState", "Whether a host can be called.", Enum.GetValues<HostState>().Select(state => state.Code()));

    public static readonly NamedChoice DeliveryState = Of("DeliveryState", "Whether a webhook was taken.", ["delivered", "failed", "pending"]);

    public static readonly NamedChoice StoreMasterSource = Of("StoreMasterSource", "Where a store master came from.", ["file", "upload"]);

    /// <summary>Made when it is first used: the operations, whose codes it has, use the other choices.</summary>
    private static readonly Lazy<NamedChoice> ProblemCodes =
        new(() => Of("ProblemCode", "What is wrong, for programs. A code never changes its meaning; new ones may be added.", Codes()));

    public static NamedChoice ProblemCode => ProblemCodes.Value;

    private static NamedChoice Of(string name, string meaning, IEnumerable<string> texts) => new(name, meaning, [.. texts.Order(StringComparer.Ordinal)]);

    /// <summary>The codes of all operations, and of paths and methods that no operation has.</summary>
    private static IEnumerable<string> Codes() => OperationTable.All
        .Where(operation => operation.Problems.Count > 0)
        .SelectMany(operation => operation.Behind(Role.Admin).Problems)
        .Append(Problem.Of(StatusCodes.Status404NotFound))
        .Append(Problem.Of(StatusCodes.Status405MethodNotAllowed))
        .Select(problem => problem.Code)
        .Distinct();
}
