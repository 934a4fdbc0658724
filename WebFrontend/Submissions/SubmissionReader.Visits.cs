using System.Text.Json;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>What stands between the brackets of <c>visits</c>.</summary>
internal sealed partial class SubmissionReader
{
    private Place EnterVisitProperty(ref Utf8JsonReader json) => TakeName(ref json) switch
    {
        "store_id" => Place.StoreId,
        "visit_time" => Place.VisitTime,
        "image_url" => Place.ImageUrls,
        var other => SkipUnknown(ref json, Place.Visit, other, OfVisit),
    };

    private Place OpenVisit(ref Utf8JsonReader json)
    {
        (store, time) = ("", "");
        if (json.TokenType == JsonTokenType.StartObject)
        {
            names.Open(json.CurrentDepth);
            return Place.Visit;
        }

        var next = Refuse(ref json, PointerTo(Place.Visit), "must be an object", Place.InVisits);
        visits.Add(new VisitSubmission("", "", []));
        return next;
    }

    private Place TakeStoreId(ref Utf8JsonReader json)
    {
        var next = TakeText(ref json, "store_id", out store);
        if (store.Length <= Store.MaxIdLength) return next;
        store = "";
        return Refuse(ref json, PointerTo(Place.Visit, "store_id"), $"must have at most {Store.MaxIdLength} characters", Place.Visit);
    }

    private Place TakeText(ref Utf8JsonReader json, string name, out string text)
    {
        if (JsonText.TryRead(ref json, out text, out var problem) && text.Length > 0) return Place.Visit;
        return Refuse(ref json, PointerTo(Place.Visit, name), problem ?? Empty, Place.Visit);
    }

    private Place TakeUrl(ref Utf8JsonReader json)
    {
        var next = Place.InImageUrls;
        if (!JsonText.TryReadUrl(ref json, out var url, out var problem) || !ImageUrl.IsValid(url))
        {
            next = Refuse(ref json, $"{PointerTo(Place.Visit, "image_url")}/{images.Count}", problem ?? ImageUrl.Rule, Place.InImageUrls);
            url = "";
        }

        images.Add(url);
        return next;
    }

    private Place CloseImageUrls()
    {
        if (images.Count == 0) Wrong.Add(PointerTo(Place.Visit, "image_url"), Empty);
        return Place.Visit;
    }

    private Place CloseVisit(ref Utf8JsonReader json)
    {
        if (store.Length == 0 || time.Length == 0 || images.Count == 0) Require(json.CurrentDepth, Place.Visit, "store_id", "image_url", "visit_time");
        visits.Add(new VisitSubmission(store, time, images.Drain()));
        return Place.InVisits;
    }
}
