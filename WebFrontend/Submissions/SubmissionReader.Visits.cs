using System.Text.Json;
using RetailPulse.Jobs;
using RetailPulse.Stores;
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
            var other => SkipUnknown(ref json, Expected.Visit, other, VisitMembers),
        };

    private Expected OpenVisit(ref Utf8JsonReader json)
    {
        (store, time) = ("", "");
        if (json.TokenType == JsonTokenType.StartObject)
        {
            names.Open(json.CurrentDepth);
            return Expected.Visit;
        }

        var next = Refuse(ref json, PointerTo(Expected.Visit), "must be an object", Expected.InVisits);
        visits.Add(new VisitSubmission("", "", []));
        return next;
    }

    private Expected TakeStoreId(ref Utf8JsonReader json)
    {
        var next = TakeText(ref json, "store_id", out store);
        if (store.Length <= Store.MaxIdLength)
            return next;
        store = "";
        return Refuse(ref json, PointerTo(Expected.Visit, "store_id"), $"must have at most {Store.MaxIdLength} characters", Expected.Visit);
    }

    private Expected TakeText(ref Utf8JsonReader json, string name, out string text)
    {
        if (JsonText.TryRead(ref json, out text, out var problem) && text.Length > 0)
            return Expected.Visit;
        return Refuse(ref json, PointerTo(Expected.Visit, name), problem ?? Empty, Expected.Visit);
    }

    private Expected TakeUrl(ref Utf8JsonReader json)
    {
        var next = Expected.InImageUrls;
        if (!JsonText.TryReadUrl(ref json, out var url, out var problem) || !ImageUrl.IsValid(url))
        {
            next = Refuse(
                ref json,
                $"{PointerTo(Expected.Visit, "image_url")}/{images.Count}",
                problem ?? ImageUrl.Rule,
                Expected.InImageUrls
            );
            url = "";
        }

        images.Add(url);
        return next;
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
        visits.Add(new VisitSubmission(store, time, images.Drain()));
        return Expected.InVisits;
    }
}
