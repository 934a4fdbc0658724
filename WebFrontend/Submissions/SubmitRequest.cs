using System.IO.Pipelines;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>A request to submit a job, or the status with which it is refused.</summary>
/// <param name="Read">The submission as far as it could be read, valid or not; <see langword="null"/> if no body was read.</param>
/// <param name="Fingerprint">Digest of the body, if the client sent an idempotency key.</param>
/// <param name="Refusal">Status: 400, 408, 413, 415, or 503; 0 if the submission is valid.</param>
/// <param name="Format">What is wrong with the headers of the body, if the status is 415.</param>
internal sealed record SubmitRequest(JobSubmission? Read, FieldErrors Errors, string? Fingerprint, int Refusal, string? Format = null)
{
    private static readonly FieldErrors NoErrors = new(0);

    public JobSubmission? Submission => Refusal == 0 ? Read : null;

    /// <summary>Reads the body while it arrives. The whole body is never in memory.</summary>
    /// <param name="room">Budget of the body.</param>
    /// <param name="maxErrors">Maximum number of invalid fields that are reported.</param>
    /// <param name="ofV1">Whether the body is one of API v1, which has more members and rejects unknown ones.</param>
    public static async Task<SubmitRequest> ReadAsync(
        HttpRequest request,
        BodyBudget.Body room,
        int maxErrors,
        bool ofV1,
        CancellationToken cancellationToken
    )
    {
        if (JsonFormat.ProblemOf(request) is { } problem)
            return Refused(StatusCodes.Status415UnsupportedMediaType) with { Format = problem };
        if (!room.HasRoomFor(request.ContentLength))
            return Refused(StatusCodes.Status503ServiceUnavailable);
        try
        {
            using var digest = request.Headers.ContainsKey(IdempotencyKey.Header) ? new BodyDigest() : null;
            var reader = new SubmissionReader(maxErrors, ofV1);
            if (!await TryFeedAsync(reader, request.BodyReader, room, digest, cancellationToken))
                return Refused(StatusCodes.Status503ServiceUnavailable);
            return new SubmitRequest(
                reader.Read,
                reader.Errors,
                digest?.Drain(),
                reader.Submission is null ? StatusCodes.Status400BadRequest : 0
            );
        }
        catch (Exception exception) when (MalformedBody.StatusOf(exception) is { } status)
        {
            // The server enforces length, rate, and framing.
            return Refused(status);
        }
    }

    private static SubmitRequest Refused(int status) => new(null, NoErrors, null, status);

    /// <summary>Returns whether there was room for the whole body.</summary>
    private static async ValueTask<bool> TryFeedAsync(
        SubmissionReader reader,
        PipeReader body,
        BodyBudget.Body room,
        BodyDigest? digest,
        CancellationToken cancellationToken
    )
    {
        for (var (left, before) = (0L, 0L); ; )
        {
            // An incomplete token is read again from its start, each time with twice as many bytes, so that the cost of a long token is
            // linear.
            var read = await body.ReadAtLeastAsync((int)Math.Min(2 * left, int.MaxValue), cancellationToken);
            if (!room.TryGrowTo(before + read.Buffer.Length))
            {
                // The server discards the rest, so that the client can read the refusal after it has sent everything.
                body.AdvanceTo(read.Buffer.End);
                return false;
            }

            var taken = reader.Take(read.Buffer, read.IsCompleted);
            var done = read.IsCompleted ? read.Buffer.End : taken;
            digest?.Add(read.Buffer.Slice(0, done));
            left = read.Buffer.Slice(done).Length;
            before += read.Buffer.Length - left;
            body.AdvanceTo(done, read.Buffer.End);
            if (read.IsCompleted)
                return true;
        }
    }
}
