using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>One attempt at an image.</summary>
/// <param name="Run">0 for the submitted image, and one more for every retry of it.</param>
/// <param name="Attempt">Number of the attempt within its run, from 1.</param>
/// <param name="Reason">Why it failed; <see langword="null"/> if it measured the image.</param>
/// <param name="EndedAt">Time at which it ended; <see langword="null"/> if an earlier version of the service recorded it.</param>
/// <param name="ElapsedMs">Duration in milliseconds; <see langword="null"/> if an earlier version of the service recorded it.</param>
/// <param name="Silo">Address and port of the silo; <see langword="null"/> if none tried the image.</param>
public sealed record ImageAttempt(int Run, int Attempt, string? Reason, DateTimeOffset? EndedAt, long? ElapsedMs, string? Silo);

/// <summary>The attempts at one image.</summary>
internal sealed record ImageAttempts([property: JsonRequired] IReadOnlyList<ImageAttempt> Attempts);
