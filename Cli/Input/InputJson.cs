using System.Text.Json;
using System.Text.Json.Serialization;
using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>A visit in a file.</summary>
internal sealed record InputVisit(string StoreId, IReadOnlyList<string> ImageUrl, string VisitTime);

/// <summary>The visits of files, whose members are in snake_case. An unknown member is an error, because it may be a misspelled one.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(InputVisit))]
internal sealed partial class InputJson : JsonSerializerContext
{
    public static VisitToMeasure Visit(ReadOnlySpan<byte> json, string file, int line)
    {
        try
        {
            var visit = JsonSerializer.Deserialize(json, Default.InputVisit) ?? throw new JsonException("It is null.");
            return new VisitToMeasure(visit.StoreId, [.. visit.ImageUrl], visit.VisitTime);
        }
        catch (JsonException exception)
        {
            throw InvalidFile.At(file, line, $"the visit is not valid: {Problem(exception)}");
        }
    }

    public static string Problem(JsonException exception) =>
        exception.Message.Split(" Path: ")[0].Replace("RetailPulse.Cli.Input.InputVisit", "visit", StringComparison.Ordinal);
}
