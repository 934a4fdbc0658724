using System.IO.Pipelines;
using System.Net.Http.Headers;
using RetailPulse.Jobs;

namespace RetailPulse.Web.Jobs;

/// <summary>What a request asks for, or the status code to refuse it with.</summary>
/// <param name="Fingerprint">A digest of the body, when the client sent an idempotency key.</param>
/// <param name="Refusal">400, 408, 413 or 415; 0 when there is a submission.</param>
internal sealed record SubmitRequest(JobSubmission? Submission, string? Fingerprint, int Refusal)
{
    /// <summary>Reads the body as it arrives; it is never in memory as a whole.</summary>
    public static async Task<SubmitRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsPlainJson(request)) return Refused(StatusCodes.Status415UnsupportedMediaType);
        try
        {
            using var digest = request.Headers.ContainsKey(IdempotencyKey.Header) ? new BodyDigest() : null;
            return await ReadAsync(request.BodyReader, digest, cancellationToken) is { } submission
                ? new SubmitRequest(submission, digest?.Drain(), 0)
                : Refused(StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException exception)
        {
            // The server watches length, pace and framing.
            return Refused(exception.StatusCode);
        }
    }

    private static SubmitRequest Refused(int status) => new(null, null, status);

    private static async ValueTask<JobSubmission?> ReadAsync(PipeReader body, BodyDigest? digest, CancellationToken cancellationToken)
    {
        var reader = new SubmissionReader();
        for (var left = 0L; ;)
        {
            // A token that is not whole is read again from its start: each time with twice as much of it, so that a long one costs no square.
            var read = await body.ReadAtLeastAsync((int)Math.Min(2 * left, int.MaxValue), cancellationToken);
            var taken = reader.Take(read.Buffer, read.IsCompleted);
            var done = read.IsCompleted ? read.Buffer.End : taken;
            digest?.Add(read.Buffer.Slice(0, done));
            left = read.Buffer.Slice(done).Length;
            body.AdvanceTo(done, read.Buffer.End);
            if (read.IsCompleted) return reader.Submission;
        }
    }

    private static bool IsPlainJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;
}
