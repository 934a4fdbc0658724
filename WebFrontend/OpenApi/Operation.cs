using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>What the document tells of one operation beyond what its code says.</summary>
/// <param name="Path">As the route has it, such as <c>/api/v1/jobs/{id}</c>.</param>
/// <param name="Id">Unique; what generated clients name the call.</param>
/// <param name="Summary">In a few words.</param>
/// <param name="Description">In CommonMark.</param>
internal sealed record Operation(string Method, string Path, string Id, string Tag, string Summary, string Description)
{
    /// <summary>Of path, query and headers.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];

    public RequestText? Body { get; init; }

    /// <summary>Those that any answer may have, problems included.</summary>
    public IReadOnlyList<HeaderText> Headers { get; init; } = [];

    /// <summary>Every answer but <see cref="Problems"/>.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>Every problem that it can answer with, as an example each.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];
}

/// <summary>A body that an operation takes: an example of JSON, whose type has the schema, or text.</summary>
internal sealed record RequestText(string MediaType, object Example, string Description, bool Required = true);

/// <summary>An answer of one status.</summary>
internal sealed record Answer(int Status, string Description, params Content[] Contents)
{
    public IReadOnlyList<HeaderText> Headers { get; init; } = [];
}

/// <summary>One form of an answer's body.</summary>
/// <param name="Type">The record whose schema it has.</param>
/// <param name="Examples">Records of that type, or their text where the form is no JSON.</param>
internal sealed record Content(string MediaType, Type Type, params (string Name, object Value)[] Examples)
{
    /// <summary>It comes piece by piece, and is too long for a text: generated clients return it as a stream.</summary>
    public bool IsStreamed => MediaType is "text/csv" or "application/x-ndjson" or "text/event-stream";

    public static Content Json(object example) => new("application/json", example.GetType(), ("example", example));

    public static Content Json<T>(params (string Name, object Value)[] examples) => new("application/json", typeof(T), examples);
}

/// <param name="Always">It comes with every answer of the status.</param>
internal sealed record HeaderText(string Name, string Description, string Example, bool Always = true)
{
    public static readonly HeaderText RetryAfter = new("Retry-After", "Whole seconds after which it is worth asking again.", "2");

    public static readonly HeaderText Replayed =
        new("Idempotent-Replayed", "`true` when this was done before: the same key and request were sent already.", "true", Always: false);
}
