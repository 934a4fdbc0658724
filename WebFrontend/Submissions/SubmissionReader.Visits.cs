using System.Text.Json;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Reads the elements of <c>visits</c>.</summary>
internal sealed partial class SubmissionReader
{
    private Expected EnterVisitProperty(ref Utf8JsonReader json) =>
        TakeName(ref json) switch
        {
            "store_id" => Expected.StoreId,
            "visit_time" => Expected.VisitTime,
            "image_url" => Expected.ImageUrls,
            "reference" when ofV1 => Expected.VisitReference,
            var other => SkipUnknown(ref json, Expected.Visit, other, VisitMembers),
        };

    private Expected OpenVisit(ref Utf8JsonReader json)
    {
        (store, time, reference) = ("", "", null);
        if (json.TokenType == JsonTokenType.StartObject)
        {
            names.Open(json.CurrentDepth);
            return Expected.Visit;
        }

        var next = Refuse(ref json, PointerTo(Expected.Visit), "must be an object", Expected.InVisits);
        visits.Add(new VisitSubmission("", "", []));
        return next;
    }

    /// <param name="text">The text; an empty text if it is invalid.</param>
    private Expected TakeText(ref Utf8JsonReader json, string name, int maxLength, out string text)
    {
        if (TryTakeText(ref json, maxLength, out text, out var problem))
            return Expected.Visit;
        text = "";
        return Refuse(ref json, PointerTo(Expected.Visit, name), problem, Expected.Visit);
    }

    private Expected TakeImage(ref Utf8JsonReader json)
    {
        if (ofV1 && json.TokenType == JsonTokenType.StartObject)
            return OpenImage(ref json);
        var next = TakeUrl(ref json, name: null, Expected.InImageUrls, out var found);
        images.Add(found);
        return next;
    }

    /// <param name="name">Name of the member that the URL is the value of; <see langword="null"/> for an element of the list.</param>
    /// <param name="found">The URL; an empty text if it is invalid.</param>
    private Expected TakeUrl(ref Utf8JsonReader json, string? name, Expected back, out string found)
    {
        if (JsonText.TryReadUrl(ref json, out found, out var problem) && ImageUrl.IsValid(found))
            return back;
        found = "";
        return Refuse(ref json, name is null ? PointerTo(back) : PointerTo(back, name), problem ?? ImageUrl.Rule, back);
    }

    private Expected CloseImageUrls()
    {
        if (images.Count == 0)
            Errors.Add(PointerTo(Expected.Visit, "image_url"), Empty);
        return Expected.Visit;
    }

    private Expected CloseVisit(ref Utf8JsonReader json)
    {
        if (store.Length == 0 || time.Length == 0 || images.Count == 0)
            Require(json.CurrentDepth, Expected.Visit, "store_id", "image_url", "visit_time");
        visits.Add(new VisitSubmission(store, time, images.Drain(), reference));
        return Expected.InVisits;
    }
}
