using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/photos</c>: images of all jobs, or of one job, that match the filters in the address, with thumbnails.</summary>
internal static class PhotosScreen
{
    /// <summary>Filters of the list, which the page and the API have in common.</summary>
    public static readonly string[] Filters = ["store", "area", "from", "to", "is"];

    /// <summary>Number of photos of a page.</summary>
    private const int PageSize = 60;

    internal static Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api) =>
        context.Request.Query["job"].ToString() is { Length: > 0 } job ? GetOfJobAsync(context, api, job) : GetOfAllAsync(context, api);

    private static async Task<ConsolePage> GetOfAllAsync(HttpContext context, InProcessApi api)
    {
        var answer = await api.GetAsync<ShownPhotoPage>(
            context,
            "/api/v1/photos",
            [.. Filters.Append("page_token").Select(name => (name, (string?)context.Request.Query[name])), ("page_size", $"{PageSize}")]
        );
        return answer.Value is { } page
            ? Show(page.Photos, page.NextPageToken)
            : ConsolePage.Refused(answer.Status, answer.Problem, "photos");
    }

    private static async Task<ConsolePage> GetOfJobAsync(HttpContext context, InProcessApi api, string job)
    {
        var answer = await api.GetAsync<ShownImagePage>(
            context,
            $"/api/v1/jobs/{Uri.EscapeDataString(job)}/images",
            ("status", context.Request.Query["is"]),
            ("page_token", context.Request.Query["page_token"]),
            ("page_size", $"{PageSize}")
        );
        return answer.Value is { } page
            ? Show([.. page.Images.Select(ShownPhoto.From)], page.NextPageToken)
            : ConsolePage.Refused(answer.Status, answer.Problem, "photos");
    }

    private static ConsolePage Show(IReadOnlyList<ShownPhoto> photos, string? next) =>
        ConsolePage.Of<PhotosPage>("Photos", "photos", ("Photos", photos), ("Next", next));
}
