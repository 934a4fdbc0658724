using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/failures</c>: failed images of all jobs that match the filters in the address, newest first.</summary>
internal static class FailuresScreen
{
    private const int PageSize = 50;

    /// <summary>Filters of the list, which the page and the API have in common.</summary>
    public static readonly string[] Filters = ["reason", "host", "store", "area", "failed_from", "failed_to"];

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api)
    {
        var answer = await api.GetAsync<ShownFailurePage>(
            context,
            "/api/v1/failures",
            [.. Filters.Append("page_token").Select(name => (name, (string?)context.Request.Query[name])), ("page_size", $"{PageSize}")]
        );
        return answer.Value is { } page
            ? ConsolePage.Of<FailuresPage>("Failures", "failures", ("Failures", page.Failures), ("Next", page.NextPageToken))
            : ConsolePage.Refused(answer.Status, answer.Problem, "failures");
    }
}
