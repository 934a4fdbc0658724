using System.Buffers;
using System.Net.Http.Headers;
using RetailPulse.Jobs;

namespace RetailPulse.Web.Jobs;

/// <summary>What a request asks for, or the status code to refuse it with.</summary>
/// <param name="Fingerprint">A digest of the body, when the client sent an idempotency key.</param>
/// <param name="Refusal">400, 408, 413 or 415; 0 when there is a submission.</param>
internal sealed record SubmitRequest(JobSubmission? Submission, string? Fingerprint, int Refusal)
{
    /// <summary>Reads the body, which is gone from memory when this returns.</summary>
    public static async Task<SubmitRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsPlainJson(request)) return Refused(StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var body = await ReadWholeAsync(request, cancellationToken);
            var read = Read(body, fingerprint: request.Headers.ContainsKey(IdempotencyKey.Header));
            request.BodyReader.AdvanceTo(body.End);
            return read;
        }
        catch (BadHttpRequestException exception)
        {
            // The server watches length, pace and framing.
            return Refused(exception.StatusCode);
        }
    }

    private static SubmitRequest Read(ReadOnlySequence<byte> body, bool fingerprint) => SubmissionReader.Read(body) is { } submission
        ? new SubmitRequest(submission, fingerprint ? IdempotencyKey.Fingerprint(body) : null, 0)
        : Refused(StatusCodes.Status400BadRequest);

    private static SubmitRequest Refused(int status) => new(null, null, status);

    private static async ValueTask<ReadOnlySequence<byte>> ReadWholeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (read.IsCompleted) return read.Buffer;
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool IsPlainJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;
}
