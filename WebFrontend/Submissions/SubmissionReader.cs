using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>
/// Reads a submission piece by piece, as it arrives, and strictly: what a lenient reader would guess at (a name twice, a number as text, a stray
/// comma) is wrong here. Members that are not known are refused in API v1. The older route skips them, and they must be valid JSON all the same.
/// </summary>
internal sealed partial class SubmissionReader
{
    private const int MaxDepth = 64;
    private const string Empty = "must not be empty";
    private static readonly string[] OfSubmission = ["count", "visits", "callback_url"];
    private static readonly string[] OfVisit = ["store_id", "image_url", "visit_time"];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly JsonNameTracker names;
    private readonly JsonValueSkipper passed;
    private readonly ImmutableArray<VisitSubmission>.Builder visits = ImmutableArray.CreateBuilder<VisitSubmission>();
    private readonly ImageUrls.Builder images = new();
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private Place place = Place.Start;
    private int? count;
    private readonly bool ofV1;
    private string? callbackUrl;
    private string store = "";
    private string time = "";
    private (Place Back, string? Name) passing;
    private JobSubmission? read;
    private bool gaveUp;
    private bool began;

    /// <summary>Where the next token stands.</summary>
    private enum Place
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
        CallbackUrl,
        Passing,
        End,
    }

    /// <param name="mostWrong">How many wrong fields are told. It reads on behind each, and gives up when there are more, or when what comes is no JSON.</param>
    /// <param name="ofV1">The body is one of API v1, which knows <c>callback_url</c> and refuses members that it does not know.</param>
    public SubmissionReader(int mostWrong = 0, bool ofV1 = false)
    {
        this.ofV1 = ofV1;
        Wrong = new FieldErrors(mostWrong);
        names = new JsonNameTracker(MaxDepth);
        passed = new JsonValueSkipper(names);
    }

    public FieldErrors Wrong { get; }

    /// <summary>The submission, when the last piece was taken; <see langword="null"/> when it is invalid.</summary>
    public JobSubmission? Submission => place == Place.End && !Wrong.Any ? Read : null;

    /// <summary>What was read, when the last piece was taken, with all visits and URLs in their places; of an invalid submission, wrong ones are empty.</summary>
    public JobSubmission Read => read ??= new JobSubmission(visits.DrainToImmutable(), CallbackUrl: callbackUrl);

    /// <summary>Takes what has arrived. Answers up to where it is done with; what follows must be given again, with more behind it.</summary>
    /// <param name="last">Nothing comes after this.</param>
    public SequencePosition Take(ReadOnlySequence<byte> arrived, bool last)
    {
        if (gaveUp) return arrived.End;
        if (!began && !TrySkipMark(ref arrived, last)) return arrived.Start;
        began = true;
        var json = new Utf8JsonReader(arrived, last, state);
        try
        {
            while (!Wrong.More && json.Read()) Take(ref json);
            gaveUp = Wrong.More;
        }
        catch (JsonException exception)
        {
            Wrong.Add("", place == Place.End ? "must end behind the object" : $"is no JSON, or cut short, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
            gaveUp = true;
        }

        state = json.CurrentState;
        return gaveUp ? arrived.End : json.Position;
    }

    /// <summary>RFC 8259, section 8.1, lets a reader ignore a byte order mark, which some editors and programs write. Returns whether enough has arrived to tell.</summary>
    private static bool TrySkipMark(ref ReadOnlySequence<byte> arrived, bool last)
    {
        Span<byte> beginning = stackalloc byte[ByteOrderMark.Length];
        beginning = beginning[..(int)Math.Min(ByteOrderMark.Length, arrived.Length)];
        arrived.Slice(0, beginning.Length).CopyTo(beginning);
        if (!ByteOrderMark.StartsWith(beginning)) return true;
        if (beginning.Length < ByteOrderMark.Length) return last;
        arrived = arrived.Slice(beginning.Length);
        return true;
    }

    private void Take(ref Utf8JsonReader json) => place = place switch
    {
        Place.Start => OpenSubmission(ref json),
        Place.Submission => json.TokenType == JsonTokenType.EndObject ? CloseSubmission(ref json) : EnterProperty(ref json),
        Place.Count => TakeCount(ref json),
        Place.Visits => json.TokenType == JsonTokenType.StartArray ? Place.InVisits : Refuse(ref json, "/visits", "must be a list", Place.Submission),
        Place.InVisits => json.TokenType == JsonTokenType.EndArray ? CloseVisits() : OpenVisit(ref json),
        Place.Visit => json.TokenType == JsonTokenType.EndObject ? CloseVisit(ref json) : EnterVisitProperty(ref json),
        Place.StoreId => TakeStoreId(ref json),
        Place.VisitTime => TakeText(ref json, "visit_time", out time),
        Place.ImageUrls => json.TokenType == JsonTokenType.StartArray ? Place.InImageUrls : Refuse(ref json, PointerTo(Place.Visit, "image_url"), "must be a list", Place.Visit),
        Place.InImageUrls => json.TokenType == JsonTokenType.EndArray ? CloseImageUrls() : TakeUrl(ref json),
        Place.CallbackUrl => TakeCallbackUrl(ref json),
        _ => PassOver(ref json),
    };

    private Place OpenSubmission(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) return Refuse(ref json, "", "must be an object", Place.End);
        names.Open(json.CurrentDepth);
        return Place.Submission;
    }

    private Place EnterProperty(ref Utf8JsonReader json) => TakeName(ref json) switch
    {
        "count" => Place.Count,
        "visits" => Place.Visits,
        "callback_url" when ofV1 => Place.CallbackUrl,
        var other => SkipUnknown(ref json, Place.Submission, other, OfSubmission),
    };

    /// <summary>Skips the value of a member that is not known.</summary>
    /// <param name="name">Of the member; <see langword="null"/> when it was reported as wrong.</param>
    private Place SkipUnknown(ref Utf8JsonReader json, Place back, string? name, string[] known)
    {
        if (!ofV1 || name is null) return BeginPassing(ref json, back, name);
        Wrong.Add(PointerTo(back, name), MemberNames.Explain(name, known));
        return BeginPassing(ref json, back, null);
    }

    /// <summary><see langword="null"/> when something is wrong with the name, and its value is of no interest.</summary>
    private string? TakeName(ref Utf8JsonReader json)
    {
        if (names.Take(ref json, out var name) is not { } problem) return name;
        Wrong.Add(name is null ? PointerTo(place) : PointerTo(place, name), problem);
        return null;
    }

    private Place TakeCount(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var number)) return Refuse(ref json, "/count", "must be the number of visits", Place.Submission);
        count = number;
        return Place.Submission;
    }

    private Place TakeCallbackUrl(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null) return Place.Submission;
        if (!JsonText.TryReadUrl(ref json, out var url, out var problem) || !CallbackUrl.IsValid(url)) return Refuse(ref json, "/callback_url", problem ?? CallbackUrl.Rule, Place.Submission);
        callbackUrl = url;
        return Place.Submission;
    }

    private Place CloseVisits()
    {
        if (visits.Count == 0) Wrong.Add("/visits", Empty);
        return Place.Submission;
    }

    private Place CloseSubmission(ref Utf8JsonReader json)
    {
        Require(json.CurrentDepth, Place.Submission, "count", "visits");
        if (visits.Count > 0 && count is not null && count != visits.Count) Wrong.Add("/count", $"must be the number of visits, which is {visits.Count}");
        return Place.End;
    }

    /// <param name="depth">Of the object.</param>
    private void Require(int depth, Place inside, params ReadOnlySpan<string> required)
    {
        foreach (var name in required)
        {
            if (!names.Has(depth, name)) Wrong.Add(PointerTo(inside, name), "is missing");
        }
    }

    private Place Refuse(ref Utf8JsonReader json, string pointer, string problem, Place back)
    {
        Wrong.Add(pointer, problem);
        BeginPassing(ref json, back, null);
        return PassOver(ref json);
    }

    /// <param name="name">Of the property; <see langword="null"/> when it was told to be wrong.</param>
    private Place BeginPassing(ref Utf8JsonReader json, Place back, string? name)
    {
        passing = (back, name);
        passed.Begin(ref json, judge: name is not null);
        return Place.Passing;
    }

    private Place PassOver(ref Utf8JsonReader json)
    {
        var ends = passed.Ends(ref json, out var problem);
        if (problem is not null) Wrong.Add(PointerTo(passing.Back, passing.Name!), problem);
        return ends ? passing.Back : Place.Passing;
    }

    private string PointerTo(Place inside, string name) => $"{PointerTo(inside)}/{JsonPointer.Escape(name)}";

    private string PointerTo(Place inside) => inside == Place.Visit ? $"/visits/{visits.Count}" : "";
}
