using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>An image of any job, with its latest result.</summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="StoreName">
/// <see langword="null"/> if the current store master does not contain the store. The same applies to the area code.
/// </param>
/// <param name="Date">Time of the visit in UTC; <see langword="null"/> if it is not a date.</param>
/// <param name="Status">One of <see cref="ImageStatus"/>: measured or failed.</param>
/// <param name="Reason">Why it failed; <see langword="null"/> if it did not.</param>
/// <param name="Width">Width in pixels, like height and perimeter; <see langword="null"/> unless the image was measured.</param>
/// <param name="SeenIn">The first image of another visit with the same bytes; <see langword="null"/> if there is none.</param>
/// <param name="JobLabel">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
/// <param name="Analysis">What the analysis service of the operator found; <see langword="null"/> if there is none.</param>
public sealed record Photo(
    long JobId,
    int Visit,
    int Image,
    string StoreId,
    string? StoreName,
    string? AreaCode,
    string VisitTime,
    DateTimeOffset? Date,
    string Url,
    string Status,
    string? Reason,
    string? Format,
    int? Width,
    int? Height,
    long? Perimeter,
    long Bytes,
    DateTimeOffset FinishedAt,
    string? ContentHash,
    SeenPhoto? SeenIn,
    string? JobLabel,
    string? Reference,
    string? VisitReference,
    JobLinks Links,
    JsonElement? Analysis = null
);

/// <summary>Filters of a list of images. A filter that is not set has no effect.</summary>
public sealed record PhotoQuery
{
    /// <summary>Images of this store.</summary>
    public string? Store { get; init; }

    /// <summary>Images of stores of exactly this area, according to the current store master.</summary>
    public string? Area { get; init; }

    /// <summary>Visits at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Visits before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Kinds of images, of which each image is at least one: <c>measured</c>, <c>failed</c>, <c>repeated</c>.</summary>
    public IReadOnlyCollection<string>? Is { get; init; }

    /// <summary>Number of entries per request, 1 to 1,000. Default: that of the service, 100.</summary>
    public int? PageSize { get; init; }
}

internal sealed record PhotoPage([property: JsonRequired] IReadOnlyList<Photo> Photos, string? NextPageToken) : IPage<Photo>
{
    IReadOnlyList<Photo> IPage<Photo>.Entries => Photos;
}
