using System.Globalization;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Reading;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary>The photos that a person selected, in the order of the address.</summary>
internal static class Selection
{
    /// <summary>Maximum number of photos of a selection: ten pages of a contact sheet.</summary>
    public const int Max = 120;

    /// <summary>Number of calls of the API that count as one request.</summary>
    private const int CallsPerRequest = 10;

    /// <summary>Returns the selected photos, each given as <c>p=job.visit.image</c>, or why they cannot be read.</summary>
    /// <param name="callsPerPhoto">Number of calls of the API that each photo costs.</param>
    public static async Task<ApiAnswer<IReadOnlyList<ShownPhoto>>> ReadAsync(
        HttpContext context,
        InProcessApi api,
        RequestRates rates,
        int callsPerPhoto = 1
    )
    {
        var places = context.Request.Query["p"].OfType<string>().Distinct().Select(Parse).ToList();
        if (places.Contains(null))
            return Refuse("Each p must be job.visit.image.");
        if (places.Count > Max)
            return Refuse($"Select at most {Max} photos.");
        if (!TryTake(context, rates, places.Count * callsPerPhoto))
            return new(null, StatusCodes.Status429TooManyRequests, null);
        var photos = await Task.WhenAll(places.OfType<Place>().Select(place => ReadAsync(context, api, place)));
        return photos.FirstOrDefault(photo => photo.Status != StatusCodes.Status200OK) is { } failed
            ? new ApiAnswer<IReadOnlyList<ShownPhoto>>(null, failed.Status, failed.Problem)
            : new ApiAnswer<IReadOnlyList<ShownPhoto>>(
                [.. photos.Select(photo => photo.Value).OfType<ShownPhoto>()],
                StatusCodes.Status200OK,
                null
            );
    }

    /// <summary>Counts the calls that the request for the page, which was counted, does not cover.</summary>
    private static bool TryTake(HttpContext context, RequestRates rates, int calls)
    {
        var further = (calls - 1) / CallsPerRequest;
        if (further <= 0 || rates.TakeFurther(Caller.Of(context), context.Connection.RemoteIpAddress, further) is not { } standing)
            return true;
        standing.Show(context);
        return standing.RetryAfter is null;
    }

    private static ApiAnswer<IReadOnlyList<ShownPhoto>> Refuse(string why) =>
        new(null, StatusCodes.Status400BadRequest, new ApiProblem("invalid_query", why));

    /// <summary>Reads one photo. A visit that has no image at the position leads to no photo.</summary>
    private static async Task<ApiAnswer<ShownPhoto?>> ReadAsync(HttpContext context, InProcessApi api, Place place)
    {
        var answer = await api.GetAsync<ShownImagePage>(
            context,
            string.Create(CultureInfo.InvariantCulture, $"/api/v1/jobs/{place.Job}/images"),
            ("visit", place.Visit.ToString(CultureInfo.InvariantCulture)),
            ("from_image", place.Image.ToString(CultureInfo.InvariantCulture)),
            ("page_size", "1")
        );
        var image = answer.Value?.Images.FirstOrDefault(found => found.Image == place.Image);
        return new ApiAnswer<ShownPhoto?>(image is null ? null : ShownPhoto.From(image), answer.Status, answer.Problem);
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
