using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The attempts at one image.</summary>
/// <param name="Attempts">All recorded attempts, in the order in which they were made. Attempts are recorded when the image gets a result.</param>
internal sealed record AttemptsResponse(IReadOnlyList<AttemptResponse> Attempts)
{
    public static AttemptsResponse From(RecordedAttempts recorded) => new([.. recorded.Attempts.Select(AttemptResponse.From)]);
}

/// <summary>One attempt at an image.</summary>
/// <param name="Run">Number of the retry of the image; 0 for the original submission.</param>
/// <param name="Attempt">Number of the attempt within its run, from 1.</param>
/// <param name="Reason">Why the attempt failed; <see langword="null"/> if it measured the image.</param>
/// <param name="EndedAt">Time at which the attempt ended; <see langword="null"/> if an earlier version recorded it.</param>
/// <param name="ElapsedMs">Duration of the attempt in milliseconds; <see langword="null"/> if an earlier version recorded it.</param>
/// <param name="Silo">Address and port of the server; <see langword="null"/> if no server tried the image.</param>
internal sealed record AttemptResponse(
    int Run,
    [property: Minimum(1)] int Attempt,
    [property: OneOf(ClosedLists.Reason)] string? Reason,
    DateTime? EndedAt,
    long? ElapsedMs,
    string? Silo
)
{
    public static AttemptResponse From(RecordedAttempt attempt) =>
        new(
            attempt.Run,
            attempt.Number,
            attempt.Reason.Code(),
            attempt.EndedAt?.UtcDateTime,
            (long?)attempt.Elapsed?.TotalMilliseconds,
            attempt.Silo
        );
}
