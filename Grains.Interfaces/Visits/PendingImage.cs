using RetailPulse.Images;

namespace RetailPulse.Visits;

/// <summary>An image of a visit in flight that has no result yet, and what it waits for.</summary>
/// <param name="Image">The image's number within its visit, from 0.</param>
/// <param name="Attempts">Attempts that have ended; all of them failed.</param>
/// <param name="LastReason">Why the last of these attempts failed; <see cref="ImageReason.None"/> before the first one ended.</param>
/// <param name="NextAttemptAt">When the next attempt can begin: after a backoff, a wait that the server requested, or the next probe of a host that is down. <see langword="null"/> when that is unknown.</param>
/// <param name="Host">The origin that the image waits for, such as <c>https://images.example:8443</c>; <see langword="null"/> unless it waits for its host.</param>
[GenerateSerializer, Immutable, Alias("pending-image")]
public sealed record PendingImage(
    [property: Id(0)] int Image,
    [property: Id(1)] ImagePhase Phase,
    [property: Id(2)] int Attempts,
    [property: Id(3)] ImageReason LastReason,
    [property: Id(4)] DateTimeOffset? NextAttemptAt,
    [property: Id(5)] string? Host);

/// <summary>What an image in progress is doing. A closed list.</summary>
[GenerateSerializer, Alias("image-phase")]
public enum ImagePhase
{
    /// <summary>It is being requested, downloaded, or measured.</summary>
    Running = 0,

    /// <summary>It waits for a slot of its silo.</summary>
    WaitingForSlot = 1,

    /// <summary>It waits for a place at its host.</summary>
    WaitingForHost = 2,

    /// <summary>Its last attempt failed, and the next one has its time.</summary>
    WaitingForNextAttempt = 3,
}
