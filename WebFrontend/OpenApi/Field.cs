using System.Globalization;
using Microsoft.OpenApi;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>A parameter in the path, the query or a header.</summary>
internal sealed record Field(ParameterLocation In, string Name, string Description, OpenApiSchema Schema)
{
    public static readonly Field JobId = new(ParameterLocation.Path, "id", "The job's id, as it was answered: digits only.", Whole(1, null, 123));

    public static readonly Field JobIdOfQuery = JobId with { In = ParameterLocation.Query, Name = "jobid" };

    public static readonly Field StoreId =
        new(ParameterLocation.Path, "id", "The store's id, percent-encoded. Its case counts.", new() { Type = JsonSchemaType.String, Examples = ["S00339218"] });

    public static readonly Field IdempotencyKey = new(
        ParameterLocation.Header,
        "Idempotency-Key",
        "Makes the submission safe to repeat for 24 hours: the same key and body give the same job, the same key with another body is refused. Bodies are compared byte for byte. A key in quotes and the same key without them are one key.",
        new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255, Pattern = "^[!-~]+$", Examples = ["5f0f1d6c-6a0b-4b7e-9c3a-2f1f0f6f9b51"] });

    /// <summary>Of a request that changes something other than by a submission.</summary>
    public static readonly Field ChangeKey = IdempotencyKey with
    {
        Description = "Makes the request safe to repeat for 24 hours after its response was lost: under the same key it is done once. The same key with another request is refused.",
    };

    public static readonly Field LastEventId = new(
        ParameterLocation.Header, "Last-Event-ID", "The id of the last event that was had; what came behind it is told.", new() { Type = JsonSchemaType.String, Examples = ["0.0.0.0"] });

    public static readonly Field[] Page =
    [
        Number("page_size", "How many entries a page has.", 1, 1_000, 100),
        Text("page_token", "`next_page_token` of the page before; goes with the same query only.", "KxQ2rT8bH1oAAAAAAAAAAg"),
    ];

    /// <param name="least">In characters.</param>
    public static Field Text(string name, string description, string example, int least = 1) =>
        new(ParameterLocation.Query, name, description, new() { Type = JsonSchemaType.String, MinLength = least, MaxLength = 1_000, Examples = [example] });

    public static Field Number(string name, string description, int least, int most, int? standard = null)
    {
        var schema = Whole(least, most, standard ?? least);
        schema.Default = standard;
        return new(ParameterLocation.Query, name, description, schema);
    }

    public static Field PathNumber(string name, string description) => new(ParameterLocation.Path, name, description, Whole(0, int.MaxValue, 0));

    public static Field Choice(string name, string description, NamedChoice choice)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.String };
        ChoiceWriter.Mark(schema, choice);
        return new(ParameterLocation.Query, name, description, schema);
    }

    public static Field Time(string name, string description) =>
        new(ParameterLocation.Query, name, description, new() { Type = JsonSchemaType.String, Examples = ["2026-05-04"] });

    public static Field PathText(string name, string description, string example) =>
        new(ParameterLocation.Path, name, description, new() { Type = JsonSchemaType.String, Examples = [example] });

    private static OpenApiSchema Whole(long least, long? most, long example) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int64",
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most?.ToString(CultureInfo.InvariantCulture),
        Examples = [example],
    };
}
