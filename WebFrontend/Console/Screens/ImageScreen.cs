using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/jobs/{id}/visits/{visit}/images/{image}</c>: one image with its result, attempts, and what to do about a failure.</summary>
internal static class ImageScreen
{
    internal static async Task<ConsolePage> GetAsync(HttpContext context, InProcessApi api, string id, string visit, string image)
    {
        if (!Digits.TryParse(image, out int number))
            return ConsolePage.Refused(StatusCodes.Status404NotFound, null, "jobs");
        var answer = await api.GetAsync<ShownImagePage>(
            context,
            $"/api/v1/jobs/{id}/images",
            ("visit", visit),
            ("from_image", image),
            ("page_size", "1")
        );
        return answer.Value switch
        {
            null => ConsolePage.Refused(answer.Status, answer.Problem, "jobs"),
            { Images: [var shown] } when shown.Image == number => await ShowAsync(context, api, shown),
            _ => ConsolePage.Refused(StatusCodes.Status404NotFound, null, "jobs"),
        };
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
