using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using RetailPulse.Jobs;

namespace RetailPulse.Web.Jobs;

/// <summary>
/// Reads a submission in one pass and strictly: what a lenient reader would guess at (a name twice, a number as text, a stray comma)
/// is invalid here. Properties that are not known are passed over, and must be sound all the same.
/// </summary>
internal ref struct SubmissionReader
{
    private const int MaxDepth = 64;
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>By name, so that a body of many visits allocates no name.</summary>
    private static readonly string[] Known = ["store_id", "image_url", "visit_time", "visits", "count"];

    private readonly HashSet<string>?[] namesAtDepth = new HashSet<string>?[MaxDepth + 1];
    private Utf8JsonReader json;

    private SubmissionReader(ReadOnlySequence<byte> body) => json = new Utf8JsonReader(body, Strict);

    /// <summary>The submission; <see langword="null"/> when it is invalid.</summary>
    public static JobSubmission? Read(ReadOnlySequence<byte> body)
    {
        try
        {
            var reader = new SubmissionReader(body);
            var submission = reader.ReadSubmission();

            // Throws if anything but white space follows.
            reader.json.Read();
            return submission;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no Unicode, such as half a surrogate pair.
            return null;
        }
    }

    private JobSubmission ReadSubmission()
    {
        int? count = null;
        ImmutableArray<VisitSubmission> visits = [];
        Require(Next() == JsonTokenType.StartObject);
        while (ReadName() is { } name)
        {
            if (name == "count") count = ReadCount();
            else if (name == "visits") visits = ReadVisits();
            else PassOver();
        }

        Require(visits.Length > 0 && count == visits.Length);
        return new JobSubmission(visits);
    }

    private ImmutableArray<VisitSubmission> ReadVisits()
    {
        var visits = ImmutableArray.CreateBuilder<VisitSubmission>();
        Require(Next() == JsonTokenType.StartArray);
        while (Next() != JsonTokenType.EndArray) visits.Add(ReadVisit());
        return visits.DrainToImmutable();
    }

    private VisitSubmission ReadVisit()
    {
        var (store, time, images) = ("", "", ImmutableArray<string>.Empty);
        Require(json.TokenType == JsonTokenType.StartObject);
        while (ReadName() is { } name)
        {
            if (name == "store_id") store = ReadNextText();
            else if (name == "visit_time") time = ReadNextText();
            else if (name == "image_url") images = ReadUrls();
            else PassOver();
        }

        Require(store.Length > 0 && time.Length > 0 && images.Length > 0);
        return new VisitSubmission(store, time, images);
    }

    private ImmutableArray<string> ReadUrls()
    {
        var urls = ImmutableArray.CreateBuilder<string>();
        Require(Next() == JsonTokenType.StartArray);
        while (Next() != JsonTokenType.EndArray)
        {
            var url = ReadText();
            Require(ImageUrl.IsValid(url));
            urls.Add(url);
        }

        return urls.DrainToImmutable();
    }

    private int ReadCount()
    {
        Require(Next() == JsonTokenType.Number && json.TryGetInt32(out _));
        return json.GetInt32();
    }

    /// <summary>The object's next name; <see langword="null"/> at its end.</summary>
    private string? ReadName()
    {
        var opened = json.TokenType == JsonTokenType.StartObject;
        if (Next() == JsonTokenType.EndObject) return null;
        ref var names = ref namesAtDepth[json.CurrentDepth];
        names ??= new HashSet<string>(StringComparer.Ordinal);
        if (opened) names.Clear();

        var name = FindKnownName() ?? ReadText();
        Require(names.Add(name));
        return name;
    }

    private readonly string? FindKnownName()
    {
        foreach (var name in Known)
        {
            if (json.ValueTextEquals(name)) return name;
        }

        return null;
    }

    private void PassOver()
    {
        Next();
        PassOverValue();
    }

    private void PassOverValue()
    {
        if (json.TokenType == JsonTokenType.String) ReadText();
        else if (json.TokenType == JsonTokenType.StartArray) PassOverItems();
        else if (json.TokenType == JsonTokenType.StartObject) PassOverProperties();
    }

    private void PassOverItems()
    {
        while (Next() != JsonTokenType.EndArray) PassOverValue();
    }

    private void PassOverProperties()
    {
        while (ReadName() is not null) PassOver();
    }

    private string ReadNextText()
    {
        Next();
        return ReadText();
    }

    private readonly string ReadText()
    {
        Require(json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName);
        var text = json.GetString()!;
        foreach (var character in text) Require(!char.IsControl(character));
        return text;
    }

    private JsonTokenType Next()
    {
        Require(json.Read());
        return json.TokenType;
    }

    private static void Require(bool valid)
    {
        if (!valid) throw new JsonException("not a submission");
    }
}
