using System.Text.Json;
using System.Text.Json.Serialization;
using RetailPulse.Client;

namespace RetailPulse.Cli.Input;

/// <summary>The visits of files, whose members are in snake_case. An unknown member is an error, because it may be a misspelled one.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(VisitToMeasure))]
[JsonSerializable(typeof(Submission))]
internal sealed partial class InputJson : JsonSerializerContext
{
    public static VisitToMeasure Visit(ReadOnlySpan<byte> json, string file, int line)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Default.VisitToMeasure) ?? throw new JsonException("is null");
        }
        catch (JsonException exception)
        {
            throw InvalidFile.At(file, line, $"the visit is not valid: {Problem(exception)}");
        }
    }

    public static string Problem(JsonException exception) =>
        exception.Message.Split(" Path: ")[0].Split(" The type ")[0].Replace("RetailPulse.Client.", "", StringComparison.Ordinal);
}
