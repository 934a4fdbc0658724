using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Submissions;
using RetailPulse.WebFrontend.Submissions.Uploads;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>A request whose body is an upload of lines.</summary>
/// <param name="Head">The submission without its visits, from the query.</param>
internal sealed record JobUploadRequest(UploadFormat Format, JobSubmission Head)
{
    /// <summary>Returns the request; <see langword="null"/> if its body is not an upload. Invalid parameters are reported.</summary>
    public static JobUploadRequest? Read(HttpRequest request, QueryReader query) =>
        UploadFormat.Of(request) is { } format ? new(format, ReadHead(query)) : null;

    private static JobSubmission ReadHead(QueryReader query) =>
        new([], CallbackUrl: ReadCallbackUrl(query), Label: ReadLabel(query), Metadata: ReadMetadata(query));

    private static string? ReadLabel(QueryReader query)
    {
        var label = query.Text("label");
        if (label?.Length > JobSubmission.MaxLabelLength)
            query.Refuse("label", $"must have at most {JobSubmission.MaxLabelLength} characters");
        return label;
    }

    private static JobMetadata? ReadMetadata(QueryReader query)
    {
        var metadata = query.Metadata("metadata");
        foreach (var (key, value) in metadata?.Pairs ?? [])
        {
            if (value.Length > JobMetadata.MaxValueLength)
                query.Refuse($"metadata[{key}]", $"must have at most {JobMetadata.MaxValueLength} characters");
        }

        return metadata;
    }

    private static string? ReadCallbackUrl(QueryReader query)
    {
        var url = query.Text("callback_url", ImageUrl.MaxLength);
        if (url is null || CallbackUrl.IsValid(url))
            return url;
        query.Refuse("callback_url", CallbackUrl.Rule);
        return null;
    }
}
