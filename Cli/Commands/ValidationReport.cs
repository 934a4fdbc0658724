using RetailPulse.Cli.Input;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>Prints what the service finds in a file that is not submitted.</summary>
internal static class ValidationReport
{
    /// <summary>Returns whether the file is valid.</summary>
    public static async Task<bool> PrintAsync(Session session, string file, SubmittedPart part, CancellationToken cancellationToken)
    {
        var result = await session.Out.PassAsync(() => part.ValidateAsync(session.Client.Jobs, cancellationToken));
        if (session.Out.IsJson)
            return result.Valid;
        foreach (var line in Lines(file, part, result))
            session.Out.Line(Texts.Safe(line));
        session.Note(
            $"{file}: {Texts.Plural(result.Visits, "visit")}, {Texts.Plural(result.Images, "image")}; {(result.Valid ? "valid" : "invalid")}."
        );
        return result.Valid;
    }

    /// <summary>Returns a line for each finding. Of each kind, the service lists the first ones and counts all.</summary>
    private static IEnumerable<string> Lines(string file, SubmittedPart part, Validation result) =>
        [
            .. result.Errors.Select(error => $"{part.Locate(error.Field, error.Line)} {error.Message}"),
            .. result.MoreErrors ? [$"{file}: further errors follow"] : (IEnumerable<string>)[],
            .. List(
                result.RefusedUrls,
                result.RefusedUrlsTotal,
                "refused URL",
                url => $"{part.Locate(url.Field, url.Line)}: images are not fetched from this address: {url.Url}"
            ),
            .. List(
                result.UnknownStores,
                result.UnknownStoresTotal,
                "unknown store",
                store => $"{file}: unknown store {store.StoreId} ({Texts.Plural(store.Visits, "visit")})"
            ),
            .. List(
                result.PaddedStores,
                result.PaddedStoresTotal,
                "store id with invisible characters",
                store => $"{file}: the store id '{store.StoreId}' begins or ends with invisible characters"
            ),
            .. List(
                result.UndatedVisits,
                result.UndatedVisitsTotal,
                "visit without a date",
                visit => $"{part.Locate(visit.Field, visit.Line)} is not a date of ISO 8601: {visit.VisitTime}"
            ),
            .. List(
                result.RepeatedUrls,
                result.RepeatedUrlsTotal,
                "repeated URL",
                url => $"{part.Locate(url.Field, url.Line)} occurs {url.Images} times: {url.Url}"
            ),
        ];

    /// <param name="one">What one entry is, for the number of those that are not listed.</param>
    private static IEnumerable<string> List<T>(IReadOnlyList<T> first, int total, string one, Func<T, string> line)
    {
        foreach (var entry in first)
            yield return line(entry);
        if (total > first.Count)
            yield return $"… {Texts.Count(total - first.Count)} more: {one}";
    }
}
