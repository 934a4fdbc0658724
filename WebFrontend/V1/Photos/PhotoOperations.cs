using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;
using RetailPulse.WebFrontend.V1.Jobs;

namespace RetailPulse.WebFrontend.V1.Photos;

/// <summary>The description of the operation that reads the images of all jobs.</summary>
internal static class PhotoOperations
{
    private static readonly PhotoResponse Photo = new(
        123,
        0,
        0,
        "S00339218",
        "Juniper Corner Shop",
        "700086",
        "2026-05-04T09:30:00Z",
        Examples.Submitted,
        "https://images.example/shelf-front.jpg",
        "measured",
        null,
        "jpeg",
        1280,
        960,
        4480,
        371_204,
        Examples.Ended,
        "5d7b0a2f9c1e4863b0d2f4a6c8e0f1a3",
        new(98, 0, 2, "S01408764"),
        "Week 19",
        "IMG_0042",
        "R-7",
        JobLinks.Of(PathString.Empty, 123)
    );

    public static readonly Operation List = new(
        "listPhotos",
        Tags.Images,
        "List images of all jobs",
        """
        Returns the images of all jobs of the tenant that have a result, those of the newest visits first. Visits whose time is not a date come last, and are
        in no period. All given parameters must match. A page may be short or empty before the last page.
        """
    )
    {
        Fields =
        [
            Field.Text("store", "Only images of this store.", "S00339218"),
            Field.Text("area", "Only images of stores of this area, according to the store master in force.", "700086"),
            Field.Time("from", "Only visits at or after this time. A date means the start of the day in UTC."),
            Field.Time("to", "Only visits before this time. A date includes the whole day in UTC."),
            Field.Text(
                "is",
                "Only images of one of these kinds, separated by commas: `measured`, `failed`, `repeated` (the same bytes as an earlier image of another visit).",
                "failed,repeated"
            ),
            .. Field.Page,
        ],
        Answers = [new(200, "A page of images.", Content.Json(new PhotoListResponse([Photo], "KxQ2rT8bH1oAAAAAAAAAAg")))],
        Problems = [Examples.Query("to", "must be after from"), Examples.InternalError, Problem.Unavailable],
    };
}
