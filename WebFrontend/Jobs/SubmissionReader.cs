using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using RetailPulse.Jobs;

namespace RetailPulse.Web.Jobs;

/// <summary>
/// Reads a submission piece by piece, as it arrives, and strictly: what a lenient reader would guess at (a name twice, a number as text, a stray
/// comma) is invalid here. Properties that are not known are passed over, and must be sound all the same.
/// </summary>
internal sealed class SubmissionReader
{
    private const int MaxDepth = 64;

    private readonly NamesOfObjects names = new(MaxDepth);
    private readonly ImmutableArray<VisitSubmission>.Builder visits = ImmutableArray.CreateBuilder<VisitSubmission>();
    private readonly ImageUrls.Builder images = new();
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = MaxDepth });
    private Place place = Place.Start;
    private int? count;
    private string store = "";
    private string time = "";
    private (Place Back, int Depth) passing;
    private bool invalid;

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
        Passing,
    }

    /// <summary>The submission, when the last piece was taken; <see langword="null"/> when it is invalid.</summary>
    public JobSubmission? Submission => !invalid && visits.Count > 0 && count == visits.Count ? new JobSubmission(visits.DrainToImmutable()) : null;

    /// <summary>Takes what has arrived. Answers up to where it is done with; what follows must be given again, with more behind it.</summary>
    /// <param name="last">Nothing comes after this.</param>
    public SequencePosition Take(ReadOnlySequence<byte> arrived, bool last)
    {
        if (invalid) return arrived.End;
        try
        {
            var json = new Utf8JsonReader(arrived, last, state);
            while (json.Read()) Take(ref json);
            state = json.CurrentState;
            return json.Position;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no Unicode, such as half a surrogate pair.
            invalid = true;
            return arrived.End;
        }
    }

    private void Take(ref Utf8JsonReader json) => place = place switch
    {
        Place.Start => Open(ref json, JsonTokenType.StartObject, Place.Submission),
        Place.Submission => json.TokenType == JsonTokenType.EndObject ? Place.Start : EnterProperty(ref json),
        Place.Count => TakeCount(ref json),
        Place.Visits => Open(ref json, JsonTokenType.StartArray, Place.InVisits),
        Place.InVisits => json.TokenType == JsonTokenType.EndArray ? Place.Submission : OpenVisit(ref json),
        Place.Visit => json.TokenType == JsonTokenType.EndObject ? CloseVisit() : EnterVisitProperty(ref json),
        Place.StoreId => TakeText(ref json, out store),
        Place.VisitTime => TakeText(ref json, out time),
        Place.ImageUrls => Open(ref json, JsonTokenType.StartArray, Place.InImageUrls),
        Place.InImageUrls => json.TokenType == JsonTokenType.EndArray ? Place.Visit : TakeUrl(ref json),
        _ => PassOver(ref json),
    };

    private Place Open(ref Utf8JsonReader json, JsonTokenType token, Place inside)
    {
        Require(json.TokenType == token);
        if (token == JsonTokenType.StartObject) names.Open(json.CurrentDepth);
        return inside;
    }

    private Place EnterProperty(ref Utf8JsonReader json) => names.Take(ref json) switch
    {
        "count" => Place.Count,
        "visits" => Place.Visits,
        _ => BeginPassing(ref json, Place.Submission),
    };

    private Place EnterVisitProperty(ref Utf8JsonReader json) => names.Take(ref json) switch
    {
        "store_id" => Place.StoreId,
        "visit_time" => Place.VisitTime,
        "image_url" => Place.ImageUrls,
        _ => BeginPassing(ref json, Place.Visit),
    };

    private Place TakeCount(ref Utf8JsonReader json)
    {
        Require(json.TokenType == JsonTokenType.Number && json.TryGetInt32(out _));
        count = json.GetInt32();
        return Place.Submission;
    }

    private Place OpenVisit(ref Utf8JsonReader json)
    {
        (store, time) = ("", "");
        return Open(ref json, JsonTokenType.StartObject, Place.Visit);
    }

    private Place CloseVisit()
    {
        Require(store.Length > 0 && time.Length > 0 && images.Count > 0);
        visits.Add(new VisitSubmission(store, time, images.Drain()));
        return Place.InVisits;
    }

    private static Place TakeText(ref Utf8JsonReader json, out string text)
    {
        text = JsonText.Read(ref json);
        return Place.Visit;
    }

    private Place TakeUrl(ref Utf8JsonReader json)
    {
        var url = JsonText.Read(ref json);
        Require(ImageUrl.IsValid(url));
        images.Add(url);
        return Place.InImageUrls;
    }

    private Place BeginPassing(ref Utf8JsonReader json, Place back)
    {
        passing = (back, json.CurrentDepth);
        return Place.Passing;
    }

    private Place PassOver(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.StartObject) names.Open(json.CurrentDepth);
        else if (json.TokenType == JsonTokenType.PropertyName) names.Take(ref json);
        else if (json.TokenType == JsonTokenType.String) JsonText.Read(ref json);
        var goesOn = json.CurrentDepth > passing.Depth || json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        return goesOn ? Place.Passing : passing.Back;
    }

    private static void Require(bool valid)
    {
        if (!valid) throw new JsonException("not a submission");
    }
}
