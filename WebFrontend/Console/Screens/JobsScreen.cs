using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/jobs</c>: the jobs that match the filters in the address, newest first.</summary>
internal static class JobsScreen
{
    private const int PageSize = 30;

    /// <summary>Filters of the list, which the page and the API have in common.</summary>
    public static readonly string[] Filters =
    [
        "status",
        "q",
        "store",
        "area",
        "reason",
        "host",
        "min_failed",
        "submitted_from",
        "submitted_to",
        "ended_from",
        "ended_to",
        "label",
        "ids",
        "sort",
    ];

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api)
    {
        var answer = await api.GetAsync<ShownJobPage>(
            context,
            "/api/v1/jobs",
            [.. Filters.Append("page_token").Select(name => (name, (string?)context.Request.Query[name])), ("page_size", $"{PageSize}")]
        );
        return answer.Value is { } page
            ? ConsolePage.Of<JobsPage>(
                "Jobs",
                "jobs",
                ("Jobs", page.Jobs),
                ("Next", page.NextPageToken),
                ("Previous", page.PreviousPageToken)
            )
            : ConsolePage.Refused(answer.Status, answer.Problem, "jobs");
    }
}
