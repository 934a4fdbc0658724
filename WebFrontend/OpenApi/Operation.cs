using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Endpoint metadata: the description of an operation, in addition to what its route and signature express.</summary>
/// <param name="Id">Unique id, which names the call in generated clients.</param>
/// <param name="Summary">Title in a few words.</param>
/// <param name="Description">Text in CommonMark.</param>
internal sealed record Operation(string Id, string Tag, string Summary, string Description)
{
    /// <summary>Parameters in the path, the query, and headers.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];

    public RequestText? Body { get; init; }

    /// <summary>Headers that any response may have, including problems.</summary>
    public IReadOnlyList<HeaderText> Headers { get; init; } = [];

    /// <summary>All responses except <see cref="Problems"/>.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>All problems that the operation can return, each as an example.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>The events of the response, if it is an event stream.</summary>
    public EventSchemas? Events { get; init; }
}

/// <summary>The schemas of the events of a stream.</summary>
/// <param name="Name">Name of the schema that any event has.</param>
/// <param name="Description">Description of that schema.</param>
internal sealed record EventSchemas(string Name, string Description, params (string Event, Type Body)[] Bodies);

/// <summary>A request body: text, or an example of a record that has the schema.</summary>
internal sealed record RequestText(string MediaType, object Example, string Description, bool Required = true)
{
    /// <summary>Further media types with bodies that are sent in pieces, each with the beginning of an example.</summary>
    public IReadOnlyList<(string MediaType, string Example)> Streamed { get; init; } = [];
}

/// <summary>A response with one status.</summary>
internal sealed record Answer(int Status, string Description, params Content[] Contents)
{
    /// <summary>The response to a client that has the body already.</summary>
    public static readonly Answer NotModified = new(304, "The response whose `ETag` the client sent is still up to date.")
    {
        Headers = [HeaderText.ETag],
    };

    public IReadOnlyList<HeaderText> Headers { get; init; } = [];
}

/// <summary>One media type of a response.</summary>
/// <param name="Type">Record that has the schema.</param>
/// <param name="Examples">Records of that type, or text if the media type is not JSON.</param>
internal sealed record Content(string MediaType, Type Type, params (string Name, object Value)[] Examples)
{
    /// <summary>
    /// Whether the content is binary, or arrives in pieces and may be too long for a string. Generated clients return it as a stream.
    /// </summary>
    public bool IsStreamed =>
        MediaType is "text/csv" or "application/x-ndjson" or "text/event-stream"
        || MediaType.StartsWith("image/", StringComparison.Ordinal);

    /// <summary>Content without a schema, such as a picture.</summary>
    public static Content Binary(string mediaType) => new(mediaType, typeof(string));

    public static Content Json(object example) => new("application/json", example.GetType(), ("example", example));

    public static Content Json<T>(params (string Name, object Value)[] examples) => new("application/json", typeof(T), examples);
}

/// <summary>A response header.</summary>
/// <param name="Always">Whether every response with the status has the header.</param>
internal sealed record HeaderText(string Name, string Description, string Example, bool Always = true)
{
    public static readonly HeaderText RetryAfter = new("Retry-After", "Seconds after which the client should retry.", "2");

    public static readonly HeaderText Replayed = new(
        "Idempotent-Replayed",
        "`true` if an earlier request with the same key already did this.",
        "true",
        Always: false
    );

    public static HeaderText ETag => new("ETag", "Identifies the body, for `If-None-Match`.", "W/\"n5W0aQx7Yb1Jc2dE\"");

    public static HeaderText VersionTag =>
        new("ETag", "Identifies the version in force, for `If-None-Match` and for `If-Match` of an upload.", "\"2\"");

    public static HeaderText VaryByAccept => new("Vary", "The response depends on `Accept`.", "Accept", Always: false);

    /// <summary>Header of every response.</summary>
    public static readonly HeaderText RequestId = new(
        Api.RequestId.Header,
        "Identifies the request in the log of the service.",
        "2f1c8a52-6f0b-4f0e-9d7a-5c1f3b8e7a10"
    );

    /// <summary>Headers of every response to a key with a rate limit.</summary>
    public static readonly HeaderText[] OfRate =
    [
        new(
            RateStanding.Header,
            "Requests that are left, and the seconds until all are available again.",
            "\"requests\";r=17;t=1",
            Always: false
        ),
        new(RateStanding.PolicyHeader, "The rate limit of the key.", "\"requests\";q=20;w=2", Always: false),
    ];

    /// <param name="file">Suggested name of the file.</param>
    public static HeaderText Disposition(string file) =>
        new("Content-Disposition", "File name for a browser.", $"attachment; filename=\"{file}\"");
}

/// <summary>The description of a webhook that the service sends.</summary>
/// <param name="Id">Unique id, which names the webhook in generated code.</param>
/// <param name="Body">Description of the body.</param>
/// <param name="Example">Record that has the schema of the body.</param>
internal sealed record WebhookText(string Id, string Tag, string Summary, string Description, string Body, object Example)
{
    public required IReadOnlyList<Field> Headers { get; init; }

    /// <summary>Meanings of the receiver's responses, by status.</summary>
    public required IReadOnlyList<(string Status, string Description)> Answers { get; init; }
}
