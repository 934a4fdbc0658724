using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Examples that several operations share.</summary>
internal static class Examples
{
    public const string Json = "application/json";

    public const string Instance = "urn:uuid:2f1c8a52-6f0b-4f0e-9d7a-5c1f3b8e7a10";

    public const string QuotaDetail = "The quota MaxJobs is 10 ongoing jobs; 10 are in use, and this job would add 1.";

    public const string Label = "Week 19";

    public const string KeyName = "back office";

    public static readonly IReadOnlyDictionary<string, string> Metadata = new Dictionary<string, string> { ["order"] = "4711" };

    public static readonly IReadOnlyDictionary<string, string> NoMetadata = new Dictionary<string, string>();

    public static readonly DateTime Submitted = new(2026, 5, 4, 9, 30, 0, DateTimeKind.Utc);

    public static readonly DateTime Ended = Submitted.AddSeconds(42);

    public static readonly Problem InternalError = Problem.Of(StatusCodes.Status500InternalServerError);

    public static Problem UnknownParameter => Query("verbose", "is not a parameter of this operation");

    public static Problem WrongPageSize => Query("page_size", "must be a whole number from 1 to 1000");

    /// <summary>Problems of a body that does not arrive as it should.</summary>
    public static Problem[] Transfer =>
        [
            Problem.Of(StatusCodes.Status400BadRequest) with
            {
                Detail = "The request is not valid HTTP.",
            },
            Problem.Of(StatusCodes.Status408RequestTimeout),
            Problem.Of(StatusCodes.Status413PayloadTooLarge),
            Problem.Of(StatusCodes.Status415UnsupportedMediaType),
        ];

    public static Problem Query(string field, string message) => Problem.InvalidQuery([new FieldProblem(field, message)]);
}
