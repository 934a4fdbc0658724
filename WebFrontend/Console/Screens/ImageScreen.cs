using System.Globalization;
using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/jobs/{id}/visits/{visit}/images/{image}</c>: one image with its result, attempts, and what to do about a failure.</summary>
internal static class ImageScreen
{
    /// <summary>Images of one page of the API. Visits with more images are rare, and are read page by page.</summary>
    private const int PageSize = 1_000;

    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api, string id, string visit, string image)
    {
        string? token = null;
        do
        {
            var answer = await api.GetAsync<ShownImagePage>(
                context,
                $"/api/v1/jobs/{id}/images",
                ("visit", visit),
                ("page_token", token),
                ("page_size", $"{PageSize}")
            );
            if (answer.Value is not { } page)
                return ConsolePage.Refused(answer.Status, answer.Problem, "jobs");
            if (page.Images.FirstOrDefault(found => found.Image.ToString(CultureInfo.InvariantCulture) == image) is { } shown)
                return await ShowAsync(context, api, shown);
            token = page.NextPageToken;
        } while (token is not null);

        return ConsolePage.Refused(StatusCodes.Status404NotFound, null, "jobs");
    }

    private static async Task<ConsolePage> ShowAsync(HttpContext context, InProcessApi api, ShownImage image)
    {
        var attempts = await api.GetAsync<ShownAttempts>(
            context,
            $"/api/v1/jobs/{image.JobId}/visits/{image.Visit}/images/{image.Image}/attempts"
        );
        return ConsolePage.Of<ImagePage>(
            $"Image {image.Visit}.{image.Image} of job {image.JobId}",
            "jobs",
            ("Image", image),
            ("Attempts", attempts.Value?.Attempts ?? [])
        );
    }
}
