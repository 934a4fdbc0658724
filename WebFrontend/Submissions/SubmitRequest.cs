using System.IO.Pipelines;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>What a request asks for, or the status code to refuse it with.</summary>
/// <param name="Read">The submission, valid or not, in so far as it could be read; <see langword="null"/> when there was no body to read.</param>
/// <param name="Fingerprint">A digest of the body, when the client sent an idempotency key.</param>
/// <param name="Refusal">400, 408, 413, 415 or 503; 0 when the submission is valid.</param>
/// <param name="Format">What is wrong with the headers of the body, when the refusal is 415.</param>
internal sealed record SubmitRequest(JobSubmission? Read, FieldErrors Wrong, string? Fingerprint, int Refusal, string? Format = null)
{
    private static readonly FieldErrors NoneWrong = new(0);

    public JobSubmission? Submission => Refusal == 0 ? Read : null;

    /// <summary>Reads the body as it arrives; it is never in memory as a whole.</summary>
    /// <param name="room">What the body takes of the server's memory.</param>
    /// <param name="mostWrong">How many wrong fields are told.</param>
    /// <param name="ofV1">The body is one of API v1, which knows <c>callback_url</c> and refuses members that it does not know.</param>
    public static async Task<SubmitRequest> ReadAsync(
        HttpRequest request, BodyBudget.Body room, int mostWrong, bool ofV1, CancellationToken cancellationToken)
    {
        if (JsonFormat.ProblemOf(request) is { } problem) return Refused(StatusCodes.Status415UnsupportedMediaType) with { Format = problem };
        if (!room.HasRoomFor(request.ContentLength)) return Refused(StatusCodes.Status503ServiceUnavailable);
        try
        {
            using var digest = request.Headers.ContainsKey(IdempotencyKey.Header) ? new BodyDigest() : null;
            var reader = new SubmissionReader(mostWrong, ofV1);
            if (!await TryFeedAsync(reader, request.BodyReader, room, digest, cancellationToken)) return Refused(StatusCodes.Status503ServiceUnavailable);
            return new SubmitRequest(reader.Read, reader.Wrong, digest?.Drain(), reader.Submission is null ? StatusCodes.Status400BadRequest : 0);
        }
        catch (BadHttpRequestException exception)
        {
            // The server watches length, pace and framing.
            return Refused(exception.StatusCode);
        }
    }

    private static SubmitRequest Refused(int status) => new(null, NoneWrong, null, status);

    /// <summary>Returns whether there was room for the whole body.</summary>
    private static async ValueTask<bool> TryFeedAsync(
        SubmissionReader reader, PipeReader body, BodyBudget.Body room, BodyDigest? digest, CancellationToken cancellationToken)
    {
        for (var (left, before) = (0L, 0L); ;)
        {
            // A token that is not whole is read again from its start: each time with twice as much of it, so that a long one costs no square.
            var read = await body.ReadAtLeastAsync((int)Math.Min(2 * left, int.MaxValue), cancellationToken);
            if (!room.TryGrowTo(before + read.Buffer.Length))
            {
                // The server reads the rest and throws it away, so that the client has the refusal when it has sent all.
                body.AdvanceTo(read.Buffer.End);
                return false;
            }

            var taken = reader.Take(read.Buffer, read.IsCompleted);
            var done = read.IsCompleted ? read.Buffer.End : taken;
            digest?.Add(read.Buffer.Slice(0, done));
            left = read.Buffer.Slice(done).Length;
            before += read.Buffer.Length - left;
            body.AdvanceTo(done, read.Buffer.End);
            if (read.IsCompleted) return true;
        }
    }
}
