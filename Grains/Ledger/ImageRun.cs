using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Ledger;

/// <summary>When a failed attempt before the last one ended, and how long it took.</summary>
internal readonly record struct AttemptTime(DateTimeOffset EndedAt, TimeSpan Elapsed);

/// <summary>The result of one run of an image, with its attempts.</summary>
/// <param name="Attempts">Number of attempts; 0 if the image was never tried.</param>
/// <param name="EarlierFailures">Reasons of all failed attempts before the last, in order.</param>
/// <param name="EarlierAttempts">Times of the same attempts; empty if they were not recorded.</param>
/// <param name="Silo">Identity of the silo that measured it; empty if none did.</param>
internal sealed record ImageRun(
    int Run,
    ImageReason Reason,
    int Attempts,
    ImmutableArray<ImageReason> EarlierFailures,
    ImmutableArray<AttemptTime> EarlierAttempts,
    DateTimeOffset FinishedAt,
    TimeSpan Elapsed,
    string Silo
)
{
    /// <summary>Returns the attempts of the run in order. An image whose host never admitted it has no last attempt of its own.</summary>
    public IEnumerable<RecordedAttempt> List()
    {
        for (var at = 0; at < EarlierFailures.Length; at++)
        {
            AttemptTime? known = at < EarlierAttempts.Length ? EarlierAttempts[at] : null;
            yield return new RecordedAttempt(Run, at + 1, EarlierFailures[at], known?.EndedAt, known?.Elapsed, Address);
        }

        if (Attempts > EarlierFailures.Length)
            yield return new RecordedAttempt(Run, Attempts, Reason, FinishedAt, Elapsed, Address);
    }

    /// <summary>Address and port of the silo. Its identity is <c>S</c>, the address, and the generation of the silo.</summary>
    private string? Address =>
        Silo.StartsWith('S') && Silo.LastIndexOf(':') is > 1 and var end ? Silo[1..end]
        : Silo.Length > 0 ? Silo
        : null;
}
