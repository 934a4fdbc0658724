using System.Globalization;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary>The photos that a person selected, in the order of the address.</summary>
internal static class Selection
{
    /// <summary>Maximum number of photos of a selection: ten pages of a contact sheet.</summary>
    public const int Max = 120;

    /// <summary>Returns the selected photos, each given as <c>p=job.visit.image</c>, or why they cannot be read.</summary>
    public static async Task<ApiAnswer<IReadOnlyList<ShownPhoto>>> ReadAsync(HttpContext context, InProcessApi api)
    {
        var places = context.Request.Query["p"].OfType<string>().Distinct().Select(Parse).ToList();
        if (places.Contains(null) || places.Count > Max)
            return Refuse($"Select at most {Max} photos.");
        var photos = new List<ShownPhoto>();
        foreach (var visit in places.OfType<Place>().GroupBy(place => (place.Job, place.Visit)))
        {
            var answer = await ReadVisitAsync(context, api, visit.Key.Job, visit.Key.Visit, [.. visit.Select(place => place.Image)]);
            if (answer.Value is not { } found)
                return new ApiAnswer<IReadOnlyList<ShownPhoto>>(null, answer.Status, answer.Problem);
            photos.AddRange(found);
        }

        return new ApiAnswer<IReadOnlyList<ShownPhoto>>(photos, StatusCodes.Status200OK, null);
    }

    private static ApiAnswer<IReadOnlyList<ShownPhoto>> Refuse(string why) =>
        new(null, StatusCodes.Status400BadRequest, new ApiProblem("invalid_query", why));

    private static async Task<ApiAnswer<IReadOnlyList<ShownPhoto>>> ReadVisitAsync(
        HttpContext context,
        InProcessApi api,
        long job,
        int visit,
        HashSet<int> images
    )
    {
        var found = new List<ShownPhoto>();
        string? token = null;
        do
        {
            var answer = await api.GetAsync<ShownImagePage>(
                context,
                string.Create(CultureInfo.InvariantCulture, $"/api/v1/jobs/{job}/images"),
                ("visit", visit.ToString(CultureInfo.InvariantCulture)),
                ("page_token", token),
                ("page_size", "1000")
            );
            if (answer.Value is not { } page)
                return new ApiAnswer<IReadOnlyList<ShownPhoto>>(null, answer.Status, answer.Problem);
            found.AddRange(page.Images.Where(image => images.Contains(image.Image)).Select(ShownPhoto.From));
            token = page.NextPageToken;
        } while (token is not null && found.Count < images.Count);

        return new ApiAnswer<IReadOnlyList<ShownPhoto>>(found, StatusCodes.Status200OK, null);
    }

    private static Place? Parse(string text) =>
        text.Split('.') is [var job, var visit, var image]
        && Digits.TryParse(job, out long jobId)
        && Digits.TryParse(visit, out int visitNumber)
        && Digits.TryParse(image, out int imageNumber)
            ? new Place(jobId, visitNumber, imageNumber)
            : null;

    private sealed record Place(long Job, int Visit, int Image);
}
