using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>A failed image of a job, with the members of the event of the API.</summary>
internal sealed record FailureLine(
    long JobId,
    int Visit,
    int Image,
    int Run,
    string StoreId,
    string VisitTime,
    string Url,
    string Reason,
    int Attempts,
    DateTimeOffset FinishedAt
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FailureLine))]
internal sealed partial class FailureJson : JsonSerializerContext
{
    private static readonly FailureJson Readable = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    public static string Line(long job, FailedImage image) =>
        JsonSerializer.Serialize(
            new FailureLine(
                job,
                image.Visit,
                image.Image,
                image.Run,
                image.StoreId,
                image.VisitTime,
                image.Url,
                image.Reason,
                image.Attempts,
                image.FinishedAt
            ),
            Readable.FailureLine
        );
}
