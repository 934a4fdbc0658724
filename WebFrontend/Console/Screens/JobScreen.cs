using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/jobs/{id}</c>: one job, with a tab of its images, repeated photos, deliveries, or calls for programs.</summary>
internal static class JobScreen
{
    private const int PageSize = 50;
    private const int SampleSize = 200;
    private const int ImagesOfVisits = 500;

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api, string id)
    {
        var path = $"/api/v1/jobs/{id}";
        var answer = await api.GetAsync<ShownJob>(context, path);
        if (answer.Value is not { } job)
            return ConsolePage.Refused(answer.Status, answer.Problem, "jobs");
        var tab = context.Request.Query["tab"].ToString() is "visits" or "repeated" or "timeline" or "deliveries" or "programs"
            ? context.Request.Query["tab"].ToString()
            : "images";
        var waits = job.Counts.Waiting is null
            ? null
            : (await api.GetAsync<ShownImagePage>(context, $"{path}/images", ("status", "pending"), ("page_size", $"{SampleSize}"))).Value;
        var images = tab == "images" ? await ImagesAsync(context, api, path) : null;
        if (images is { Value: null })
            return ConsolePage.Refused(images.Status, images.Problem, "jobs");
        var repeated = tab == "repeated" ? await RepeatedAsync(context, api, path) : null;
        var visits = tab == "visits" ? await VisitsAsync(context, api, path) : null;
        if (visits is { Value: null })
            return ConsolePage.Refused(visits.Status, visits.Problem, "jobs");
        var deliveries = tab is "deliveries" or "timeline" ? await api.GetAsync<ShownDeliveries>(context, $"{path}/webhooks") : null;
        return ConsolePage.Of<JobPage>(
            $"Job {job.Id}",
            "jobs",
            ("Job", job),
            ("Tab", tab),
            ("Waits", Words.Waiting.Of(job, waits?.Images ?? [])),
            ("Images", images?.Value),
            ("Repeated", repeated?.Value),
            ("Visits", visits?.Value is { } page ? ShownJobVisits.Of(page) : null),
            ("Events", tab == "timeline" ? Words.ShownEvent.Of(job, deliveries?.Value?.Deliveries ?? []) : null),
            ("Deliveries", tab == "deliveries" ? deliveries?.Value : null)
        );
    }

    private static Task<ApiAnswer<ShownImagePage>> ImagesAsync(HttpContext context, InProcessApi api, string path)
    {
        var query = context.Request.Query;
        return api.GetAsync<ShownImagePage>(
            context,
            $"{path}/images",
            ("status", query["status"]),
            ("reason", query["reason"]),
            ("host", query["host"]),
            ("visit", query["visit"]),
            ("page_token", query["page_token"]),
            ("page_size", $"{PageSize}")
        );
    }

    private static Task<ApiAnswer<ShownImagePage>> VisitsAsync(HttpContext context, InProcessApi api, string path) =>
        api.GetAsync<ShownImagePage>(
            context,
            $"{path}/images",
            ("from_visit", context.Request.Query["from_visit"]),
            ("page_size", $"{ImagesOfVisits}")
        );

    private static Task<ApiAnswer<ShownRepeatPage>> RepeatedAsync(HttpContext context, InProcessApi api, string path) =>
        api.GetAsync<ShownRepeatPage>(
            context,
            $"{path}/repeated-photos",
            ("page_token", context.Request.Query["page_token"]),
            ("page_size", $"{PageSize}")
        );
}
