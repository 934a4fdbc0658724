using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>
/// Reads a submission while it arrives. The reader is strict: what a lenient reader would guess at, such as a repeated name, a number as
/// text, or a stray comma, is invalid. API v1 rejects unknown members. The older route skips them, but they must be valid JSON.
/// </summary>
internal sealed partial class SubmissionReader
{
    private const int MaxDepth = 64;
    private const string Empty = "must not be empty";
    private static readonly string[] SubmissionMembers = ["count", "visits", "callback_url", "label", "metadata"];
    private static readonly string[] VisitMembers = ["store_id", "image_url", "visit_time", "reference"];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly JsonNameTracker names;
    private readonly JsonValueSkipper skipper;
    private readonly ImmutableArray<VisitSubmission>.Builder visits = ImmutableArray.CreateBuilder<VisitSubmission>();
    private readonly ImageUrls.Builder images = new();
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private Expected expected = Expected.Start;
    private int? count;
    private readonly bool ofV1;
    private bool ofLines;
    private string? callbackUrl;
    private string? label;
    private string? reference;
    private string store = "";
    private string time = "";
    private (Expected Back, string? Name) skipping;
    private JobSubmission? read;
    private bool stopped;
    private bool began;

    /// <summary>The part of the body to which the next token belongs.</summary>
    private enum Expected
    {
        Start,
        Submission,
        Count,
        Visits,
        InVisits,
        Visit,
        StoreId,
        VisitTime,
        ImageUrls,
        InImageUrls,
        VisitReference,
        Image,
        Url,
        ImageReference,
        CallbackUrl,
        Label,
        Metadata,
        InMetadata,
        MetadataValue,
        Skipped,
        End,
    }

    /// <param name="maxErrors">
    /// Maximum number of invalid fields that are reported. Reading continues after each, and stops if there are more or if the JSON is
    /// invalid.
    /// </param>
    /// <param name="ofV1">Whether the body is one of API v1, which has more members and rejects unknown ones.</param>
    public SubmissionReader(int maxErrors = 0, bool ofV1 = false)
    {
        this.ofV1 = ofV1;
        Errors = new FieldErrors(maxErrors);
        names = new JsonNameTracker(MaxDepth);
        skipper = new JsonValueSkipper(names);
    }

    public FieldErrors Errors { get; }

    /// <summary>The submission, after the last bytes were read; <see langword="null"/> if it is invalid.</summary>
    public JobSubmission? Submission => expected == Expected.End && !Errors.Any ? Read : null;

    /// <summary>The submission as it was read, after the last bytes, with all visits and URLs in order. Invalid ones are empty.</summary>
    public JobSubmission Read =>
        read ??= new JobSubmission(visits.DrainToImmutable(), CallbackUrl: callbackUrl, Label: label, Metadata: JobMetadata.Of(metadata));

    /// <summary>
    /// Reads what has arrived, and returns the position up to which it was consumed. The rest must be passed again, followed by more.
    /// </summary>
    /// <param name="last">Whether these are the last bytes.</param>
    public SequencePosition Take(ReadOnlySequence<byte> arrived, bool last)
    {
        if (stopped)
            return arrived.End;
        if (!began && !TrySkipMark(ref arrived, last))
            return arrived.Start;
        began = true;
        var json = new Utf8JsonReader(arrived, last, state);
        try
        {
            while (!Errors.More && json.Read())
                Take(ref json);
            stopped = Errors.More;
        }
        catch (JsonException exception)
        {
            Errors.Add(
                "",
                expected == Expected.End
                    ? "must end after the object"
                    : $"is not valid JSON, or is incomplete, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"
            );
            stopped = true;
        }

        state = json.CurrentState;
        return stopped ? arrived.End : json.Position;
    }

    /// <summary>
    /// Skips a byte order mark, which some editors write and RFC 8259, section 8.1, lets a reader ignore. Returns whether enough has
    /// arrived to decide.
    /// </summary>
    private static bool TrySkipMark(ref ReadOnlySequence<byte> arrived, bool last)
    {
        Span<byte> beginning = stackalloc byte[ByteOrderMark.Length];
        beginning = beginning[..(int)Math.Min(ByteOrderMark.Length, arrived.Length)];
        arrived.Slice(0, beginning.Length).CopyTo(beginning);
        if (!ByteOrderMark.StartsWith(beginning))
            return true;
        if (beginning.Length < ByteOrderMark.Length)
            return last;
        arrived = arrived.Slice(beginning.Length);
        return true;
    }

    private void Take(ref Utf8JsonReader json) =>
        expected = expected switch
        {
            Expected.Start => OpenSubmission(ref json),
            Expected.Submission => json.TokenType == JsonTokenType.EndObject ? CloseSubmission(ref json) : EnterProperty(ref json),
            Expected.Count => TakeCount(ref json),
            Expected.Visits => json.TokenType == JsonTokenType.StartArray
                ? Expected.InVisits
                : Refuse(ref json, "/visits", "must be a list", Expected.Submission),
            Expected.InVisits => json.TokenType == JsonTokenType.EndArray ? CloseVisits() : OpenVisit(ref json),
            Expected.Visit => json.TokenType == JsonTokenType.EndObject ? CloseVisit(ref json) : EnterVisitProperty(ref json),
            Expected.StoreId => TakeText(ref json, "store_id", Store.MaxIdLength, out store),
            Expected.VisitTime => TakeText(ref json, "visit_time", VisitSubmission.MaxTimeLength, out time),
            Expected.ImageUrls => json.TokenType == JsonTokenType.StartArray
                ? Expected.InImageUrls
                : Refuse(ref json, PointerTo(Expected.Visit, "image_url"), "must be a list", Expected.Visit),
            Expected.InImageUrls => json.TokenType == JsonTokenType.EndArray ? CloseImageUrls() : TakeImage(ref json),
            Expected.VisitReference => TakeReference(ref json, Expected.Visit, out reference),
            Expected.Image => json.TokenType == JsonTokenType.EndObject ? CloseImage(ref json) : EnterImageProperty(ref json),
            Expected.Url => TakeUrl(ref json, "url", Expected.Image, out url),
            Expected.ImageReference => TakeReference(ref json, Expected.Image, out imageReference),
            Expected.CallbackUrl => TakeCallbackUrl(ref json),
            Expected.Label => TakeName(ref json, "/label", JobSubmission.MaxLabelLength, Expected.Submission, out label),
            Expected.Metadata => OpenMetadata(ref json),
            Expected.InMetadata => json.TokenType == JsonTokenType.EndObject ? Expected.Submission : EnterMetadata(ref json),
            Expected.MetadataValue => TakeMetadata(ref json),
            _ => Skip(ref json),
        };

    private Expected OpenSubmission(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
            return Refuse(ref json, "", "must be an object", Expected.End);
        names.Open(json.CurrentDepth);
        return Expected.Submission;
    }

    private Expected EnterProperty(ref Utf8JsonReader json) =>
        TakeName(ref json) switch
        {
            "count" => Expected.Count,
            "visits" => Expected.Visits,
            "callback_url" when ofV1 => Expected.CallbackUrl,
            "label" when ofV1 => Expected.Label,
            "metadata" when ofV1 => Expected.Metadata,
            var other => SkipUnknown(ref json, Expected.Submission, other, SubmissionMembers),
        };

    /// <summary>Skips the value of an unknown member.</summary>
    /// <param name="name">Name of the member; <see langword="null"/> if it was reported as invalid.</param>
    private Expected SkipUnknown(ref Utf8JsonReader json, Expected back, string? name, string[] known)
    {
        if (!ofV1 || name is null)
            return BeginSkip(ref json, back, name);
        Errors.Add(PointerTo(back, name), MemberNames.Explain(name, known));
        return BeginSkip(ref json, back, null);
    }

    /// <summary>Returns the name of a member; <see langword="null"/> if it is invalid, in which case its value is not validated.</summary>
    private string? TakeName(ref Utf8JsonReader json)
    {
        if (names.Take(ref json, out var name) is not { } problem)
            return name;
        Errors.Add(name is null ? PointerTo(expected) : PointerTo(expected, name), problem);
        return null;
    }

    private Expected TakeCount(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var number))
            return Refuse(ref json, "/count", "must be the number of visits", Expected.Submission);
        count = number;
        return Expected.Submission;
    }

    private Expected TakeCallbackUrl(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
            return Expected.Submission;
        if (!JsonText.TryReadUrl(ref json, out var url, out var problem) || !CallbackUrl.IsValid(url))
            return Refuse(ref json, "/callback_url", problem ?? CallbackUrl.Rule, Expected.Submission);
        callbackUrl = url;
        return Expected.Submission;
    }

    private Expected CloseVisits()
    {
        if (visits.Count == 0)
            Errors.Add("/visits", Empty);
        return Expected.Submission;
    }

    private Expected CloseSubmission(ref Utf8JsonReader json)
    {
        Require(json.CurrentDepth, Expected.Submission, "count", "visits");
        if (visits.Count > 0 && count is not null && count != visits.Count)
            Errors.Add("/count", $"must be the number of visits, which is {visits.Count}");
        return Expected.End;
    }

    /// <param name="depth">Depth of the object.</param>
    private void Require(int depth, Expected inside, params ReadOnlySpan<string> required)
    {
        foreach (var name in required)
        {
            if (!names.Has(depth, name))
                Errors.Add(PointerTo(inside, name), "is missing");
        }
    }

    private Expected Refuse(ref Utf8JsonReader json, string pointer, string problem, Expected back)
    {
        Errors.Add(pointer, problem);
        BeginSkip(ref json, back, null);
        return Skip(ref json);
    }

    /// <param name="name">Name of the member; <see langword="null"/> if it was reported as invalid.</param>
    private Expected BeginSkip(ref Utf8JsonReader json, Expected back, string? name)
    {
        skipping = (back, name);
        skipper.Begin(ref json, validate: name is not null);
        return Expected.Skipped;
    }

    private Expected Skip(ref Utf8JsonReader json)
    {
        var ends = skipper.Ends(ref json, out var problem);
        if (problem is not null)
            Errors.Add(PointerTo(skipping.Back, skipping.Name!), problem);
        return ends ? skipping.Back : Expected.Skipped;
    }

    private string PointerTo(Expected inside, string name) => $"{PointerTo(inside)}/{JsonPointer.Escape(name)}";

    private string PointerTo(Expected inside) =>
        inside switch
        {
            Expected.Visit => PointerToVisit,
            Expected.Image or Expected.InImageUrls => $"{PointerToVisit}/image_url/{images.Count}",
            Expected.InMetadata => "/metadata",
            _ => "",
        };

    private string PointerToVisit => ofLines ? "" : $"/visits/{visits.Count}";
}
