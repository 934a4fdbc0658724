using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;

namespace RetailPulse.WebFrontend.Visits;

/// <summary>The description of <c>GET /api/visits</c>.</summary>
internal static class VisitsOperation
{
    private const string Csv = """
        store_id,store_name,area,date,perimeter,job_id,visit,image
        S00339218,Juniper Corner Shop,700086,2026-05-04,2400,123,0,0

        """;

    public static readonly Operation Get = new(
        "listMeasurements",
        Tags.Contract,
        "List measured images by store",
        """
        Returns the measured images of all jobs, by store and then by date. All given parameters must match, and a parameter without a value is ignored. A
        store that is named, by `storeid` or `area`, is listed even if it has no images.

        The response is streamed. If it cannot be completed, the connection is aborted and the JSON is incomplete. With `Accept: text/csv`, each image is a
        row with its job, visit, and image number.
        """
    )
    {
        Fields =
        [
            Field.Text("area", "Only stores of this area.", "700086", minLength: 0),
            Field.Text("storeid", "Only this store.", "S00339218", minLength: 0),
            Field.Time("startdate", "Only visits at or after this date or time."),
            Field.Time("enddate", "Only visits at or before this date or time. A date includes the whole day."),
        ],
        Headers = [HeaderText.VaryByAccept],
        Answers =
        [
            new(
                200,
                "The images.",
                Content.Json(new VisitsBody([new("S00339218", "700086", "Juniper Corner Shop", [new("2026-05-04", 2400)])])),
                new("text/csv", typeof(string), ("example", Csv))
            )
            {
                Headers =
                [
                    HeaderText.Disposition("visits.csv") with
                    {
                        Description = "File name for a browser. Only for CSV.",
                        Always = false,
                    },
                ],
            },
            new(400, "A parameter is invalid, or the store or area is unknown.", Content.Json(new ErrorResponse("Store not found"))),
            new(503, "The service is temporarily unavailable. Retry later.", Content.Json(ErrorResponse.Unavailable))
            {
                Headers = [HeaderText.RetryAfter],
            },
        ],
    };
}
