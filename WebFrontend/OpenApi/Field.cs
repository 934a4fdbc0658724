using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>A parameter in the path, the query, or a header.</summary>
internal sealed record Field(ParameterLocation In, string Name, string Description, OpenApiSchema Schema)
{
    public static readonly Field JobId = new(ParameterLocation.Path, "id", "Id of the job: digits only.", Whole(1, null, 123));

    public static readonly Field StoreId = new(
        ParameterLocation.Path,
        "id",
        "Id of the store, percent-encoded and case-sensitive.",
        new() { Type = JsonSchemaType.String, Examples = ["S00339218"] }
    );

    /// <summary>The key of a submission.</summary>
    public static readonly Field IdempotencyKey = new(
        ParameterLocation.Header,
        "Idempotency-Key",
        "Makes the submission safe to repeat for 24 hours. The same key and body return the same job. The same key with a different body is refused. Bodies are compared byte by byte. Quotes around the key are ignored.",
        new()
        {
            Type = JsonSchemaType.String,
            MinLength = 1,
            MaxLength = 255,
            Pattern = "^[!-~]+$",
            Examples = ["5f0f1d6c-6a0b-4b7e-9c3a-2f1f0f6f9b51"],
        }
    );

    /// <summary>The key of any other change.</summary>
    public static readonly Field ChangeKey = IdempotencyKey with
    {
        Description =
            "Makes the request safe to repeat for 24 hours, for example if the response was lost. A repeated request with the same key changes nothing further. The same key with a different request is refused.",
    };

    public static readonly Field IfNoneMatch = new(
        ParameterLocation.Header,
        "If-None-Match",
        "`ETag` of a response that the client has. If it is still up to date, the response is `304`, without a body.",
        new() { Type = JsonSchemaType.String, Examples = ["W/\"n5W0aQx7Yb1Jc2dE\""] }
    );

    public static readonly Field IfMatch = new(
        ParameterLocation.Header,
        "If-Match",
        "`ETag` of the version to replace. If another version is in force, nothing changes, and the response is `412`.",
        new() { Type = JsonSchemaType.String, Examples = ["\"2\""] }
    );

    public static readonly Field[] Page =
    [
        Number("page_size", "Maximum number of entries of the page.", 1, 1_000, 100),
        Text("page_token", "`next_page_token` of the previous page. It is valid only for the same query.", "KxQ2rT8bH1oAAAAAAAAAAg"),
    ];

    /// <summary>Separator of an export as CSV.</summary>
    public static readonly Field Spreadsheet = Choice(
        "spreadsheet",
        "Write the file for a spreadsheet that expects this separator, with a byte order mark, so that it opens as a table. Without it, programs read commas and no mark.",
        Api.ClosedLists.CellSeparator
    );

    /// <param name="example">An id of the stream.</param>
    public static Field LastEventId(string example) =>
        new(
            ParameterLocation.Header,
            "Last-Event-ID",
            "Id of the last event that the client received. The stream continues after it.",
            new() { Type = JsonSchemaType.String, Examples = [example] }
        );

    /// <param name="minLength">Minimum number of characters.</param>
    /// <param name="maxLength">Maximum number of characters.</param>
    public static Field Text(
        string name,
        string description,
        string example,
        int minLength = 1,
        int maxLength = QueryReader.MaxTextLength
    ) =>
        new(
            ParameterLocation.Query,
            name,
            description,
            new()
            {
                Type = JsonSchemaType.String,
                MinLength = minLength,
                MaxLength = maxLength,
                Examples = [example],
            }
        );

    /// <summary>Texts by their keys, each written as <c>name[key]=value</c>.</summary>
    /// <param name="max">Maximum number of texts.</param>
    /// <param name="maxLength">Maximum number of characters of each.</param>
    public static Field Entries(
        string name,
        string description,
        int max,
        IReadOnlyDictionary<string, string> example,
        int maxLength = QueryReader.MaxTextLength
    ) =>
        new(
            ParameterLocation.Query,
            name,
            description,
            new()
            {
                Type = JsonSchemaType.Object,
                MaxProperties = max,
                AdditionalProperties = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MinLength = 1,
                    MaxLength = maxLength,
                },
                Examples = [new JsonObject(example.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)))],
            }
        );

    public static Field Number(string name, string description, int min, int max, int? standard = null)
    {
        var schema = Whole(min, max, standard ?? min);
        schema.Default = standard;
        return new(ParameterLocation.Query, name, description, schema);
    }

    public static Field PathNumber(string name, string description) =>
        new(ParameterLocation.Path, name, description, Whole(0, int.MaxValue, 0));

    public static Field Flag(string name, string description) =>
        new(ParameterLocation.Query, name, description, new() { Type = JsonSchemaType.Boolean, Default = false });

    /// <param name="list">One of <see cref="Api.ClosedLists"/>.</param>
    public static Field Choice(string name, string description, string list)
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.String };
        ChoiceWriter.Mark(schema, list);
        return new(ParameterLocation.Query, name, description, schema);
    }

    /// <summary>A date such as <c>2026-05-04</c>, or a time such as <c>2026-05-04T09:30:00Z</c>.</summary>
    public static Field Time(string name, string description) =>
        new(
            ParameterLocation.Query,
            name,
            $"{description} Such as `2026-05-04` or `2026-05-04T09:30:00Z`.",
            new() { Type = JsonSchemaType.String, Examples = ["2026-05-04"] }
        );

    public static Field PathText(string name, string description, string example) =>
        new(ParameterLocation.Path, name, description, new() { Type = JsonSchemaType.String, Examples = [example] });

    private static OpenApiSchema Whole(long min, long? max, long example) =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Format = "int64",
            Minimum = min.ToString(CultureInfo.InvariantCulture),
            Maximum = max?.ToString(CultureInfo.InvariantCulture),
            Examples = [example],
        };
}
