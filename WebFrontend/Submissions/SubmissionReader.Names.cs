using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>Reads what the client calls the job, its visits, and its images. Only API v1 has these members.</summary>
internal sealed partial class SubmissionReader
{
    private static readonly string[] ImageMembers = ["url", "reference"];

    private readonly List<KeyValuePair<string, string>> metadata = [];
    private string metadataKey = "";
    private string url = "";
    private string? imageReference;

    private Expected OpenImage(ref Utf8JsonReader json)
    {
        (url, imageReference) = ("", null);
        names.Open(json.CurrentDepth);
        return Expected.Image;
    }

    private Expected EnterImageProperty(ref Utf8JsonReader json) =>
        TakeName(ref json) switch
        {
            "url" => Expected.Url,
            "reference" => Expected.ImageReference,
            var other => SkipUnknown(ref json, Expected.Image, other, ImageMembers),
        };

    private Expected CloseImage(ref Utf8JsonReader json)
    {
        Require(json.CurrentDepth, Expected.Image, "url");
        images.Add(url, imageReference);
        return Expected.InImageUrls;
    }

    /// <param name="inside">The visit or the image to which the reference belongs.</param>
    private Expected TakeReference(ref Utf8JsonReader json, Expected inside, out string? found) =>
        TakeName(ref json, PointerTo(inside, "reference"), JobSubmission.MaxReferenceLength, inside, out found);

    /// <param name="found">The text; <see langword="null"/> if it is <c>null</c> or invalid.</param>
    private Expected TakeName(ref Utf8JsonReader json, string pointer, int maxLength, Expected back, out string? found)
    {
        found = null;
        if (json.TokenType == JsonTokenType.Null)
            return back;
        if (!TryTakeText(ref json, maxLength, out var text, out var problem))
            return Refuse(ref json, pointer, problem, back);
        found = text;
        return back;
    }

    private Expected OpenMetadata(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
            return Expected.Submission;
        if (json.TokenType != JsonTokenType.StartObject)
            return Refuse(ref json, "/metadata", "must be an object", Expected.Submission);
        names.Open(json.CurrentDepth);
        return Expected.InMetadata;
    }

    private Expected EnterMetadata(ref Utf8JsonReader json)
    {
        if (TakeName(ref json) is not { } key)
            return BeginSkip(ref json, Expected.InMetadata, null);
        if (MetadataKey.Problem(key) is { } problem)
        {
            Errors.Add(PointerTo(Expected.InMetadata, key), problem);
            return BeginSkip(ref json, Expected.InMetadata, null);
        }

        metadataKey = key;
        return Expected.MetadataValue;
    }

    private Expected TakeMetadata(ref Utf8JsonReader json)
    {
        if (!TryTakeText(ref json, JobMetadata.MaxValueLength, out var value, out var problem))
            return Refuse(ref json, PointerTo(Expected.InMetadata, metadataKey), problem, Expected.InMetadata);
        if (metadata.Count < JobMetadata.MaxPairs)
            metadata.Add(new(metadataKey, value));
        else
            Errors.Add("/metadata", $"must have at most {JobMetadata.MaxPairs} pairs");
        return Expected.InMetadata;
    }

    /// <summary>Reads a text of 1 to <paramref name="maxLength"/> characters.</summary>
    private static bool TryTakeText(ref Utf8JsonReader json, int maxLength, out string text, [NotNullWhen(false)] out string? problem)
    {
        if (JsonText.TryRead(ref json, out text, out problem) && (text.Length == 0 || text.Length > maxLength))
            problem = text.Length == 0 ? Empty : $"must have at most {maxLength} characters";
        return problem is null;
    }
}
