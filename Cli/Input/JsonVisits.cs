using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace RetailPulse.Cli.Input;

/// <summary>
/// Reads visits from a job in JSON, <c>{"count": 2, "visits": […], "callback_url": "…", "label": "…", "metadata": {…}}</c>, one after the
/// other: a file can be larger than memory.
/// </summary>
/// <param name="file">Name for messages.</param>
internal sealed class JsonVisits(Stream content, string file)
{
    private JsonReaderState state;
    private Section section = Section.Job;
    private int visits;

    private enum Section
    {
        Job,
        Visits,
        End,
    }

    /// <summary>The other members of the job. Known after the last visit.</summary>
    public JobHead Head { get; private set; } = JobHead.None;

    /// <summary>The member <c>count</c>, if the file has one. Known after the last visit.</summary>
    public long? Count { get; private set; }

    public async IAsyncEnumerable<SourceVisit> ReadAsync()
    {
        var pipe = PipeReader.Create(content, new StreamPipeReaderOptions(bufferSize: 65_536, leaveOpen: true));
        var isFirst = true;
        while (true)
        {
            var read = await pipe.ReadAsync();
            var buffer = read.Buffer;
            if (isFirst && buffer.Length >= 3 && buffer.Slice(0, 3).ToArray().AsSpan().SequenceEqual("\uFEFF"u8))
                buffer = buffer.Slice(3);
            isFirst = false;
            var found = Take(ref buffer, read.IsCompleted);
            pipe.AdvanceTo(buffer.Start, buffer.End);
            foreach (var visit in found)
                yield return new SourceVisit(InputJson.Visit(visit, $"{file}: visit {visits++}", 0), 0);
            if (read.IsCompleted && found.Count == 0)
                break;
        }

        if (Count is { } count && count != visits)
            throw InvalidFile.At(file, 0, $"count is {count}, but there are {visits} visits");
    }

    /// <summary>Takes what is complete from the buffer, and returns the visits in it.</summary>
    private List<byte[]> Take(ref ReadOnlySequence<byte> buffer, bool isLast)
    {
        var found = new List<byte[]>();
        try
        {
            while (TryStep(ref buffer, isLast, out var visit))
            {
                if (visit is not null)
                    found.Add(visit);
            }
        }
        catch (JsonException exception)
        {
            throw InvalidFile.At(file, 0, $"the JSON is not valid: {InputJson.Problem(exception)}");
        }

        return found;
    }

    /// <summary>Reads the next member or visit. Returns <see langword="false"/> if it is not complete yet, or at the end.</summary>
    private bool TryStep(ref ReadOnlySequence<byte> buffer, bool isLast, out byte[]? visit)
    {
        visit = null;
        var json = new Utf8JsonReader(buffer, isLast, state);
        long? begins = null;
        if (section == Section.End ? !json.Read() : !TryRead(ref json, ref begins))
            return false;
        state = json.CurrentState;
        if (begins is { } start)
            visit = buffer.Slice(start, json.BytesConsumed - start).ToArray();
        buffer = buffer.Slice(json.Position);
        return true;
    }

    /// <param name="begins">Position at which a visit begins.</param>
    private bool TryRead(ref Utf8JsonReader json, ref long? begins)
    {
        if (!json.Read())
            return false;
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject when section == Section.Job && json.CurrentDepth == 0:
                return true;
            case JsonTokenType.EndObject:
                section = Section.End;
                return true;
            case JsonTokenType.PropertyName:
                return TryReadMember(ref json);
            case JsonTokenType.EndArray:
                section = Section.Job;
                return true;
            default:
                return TryReadVisit(ref json, ref begins);
        }
    }

    private bool TryReadMember(ref Utf8JsonReader json)
    {
        var name = json.GetString()!;
        if (!json.Read())
            return false;
        switch (name)
        {
            case "visits" when json.TokenType == JsonTokenType.StartArray:
                section = Section.Visits;
                return true;
            case "count" when json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count):
                Count = count;
                return true;
            case "callback_url" when json.TokenType is JsonTokenType.String or JsonTokenType.Null:
                Head = Head with { CallbackUrl = json.GetString() };
                return true;
            case "label" when json.TokenType is JsonTokenType.String or JsonTokenType.Null:
                Head = Head with { Label = json.GetString() };
                return true;
            case "metadata" when json.TokenType == JsonTokenType.Null:
                return true;
            case "metadata" when json.TokenType == JsonTokenType.StartObject:
                return TryReadMetadata(ref json);
            default:
                throw new JsonException(
                    name is "visits" or "count" or "callback_url" or "label" or "metadata"
                        ? $"'{name}' has a value of the wrong type."
                        : $"The member '{name}' is unknown."
                );
        }
    }

    private bool TryReadMetadata(ref Utf8JsonReader json)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.EndObject)
            {
                Head = Head with { Metadata = metadata };
                return true;
            }

            var key = json.GetString()!;
            if (!json.Read())
                return false;
            if (json.TokenType != JsonTokenType.String)
                throw new JsonException($"'metadata' has a value that is not a text: '{key}'.");
            if (!metadata.TryAdd(key, json.GetString()!))
                throw new JsonException($"'metadata' has '{key}' more than once.");
        }

        return false;
    }

    private bool TryReadVisit(ref Utf8JsonReader json, ref long? begins)
    {
        if (section != Section.Visits)
            throw new JsonException("A job is an object with the list 'visits'.");
        begins = json.TokenStartIndex;
        return json.TrySkip();
    }
}
