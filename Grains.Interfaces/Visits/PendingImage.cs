using RetailPulse.Images;

namespace RetailPulse.Visits;

/// <summary>An image of a visit in flight that has no result yet, and its progress.</summary>
/// <param name="Image">Number of the image within its visit, from 0.</param>
/// <param name="Attempts">Number of attempts that have ended, all of them failed.</param>
/// <param name="LastReason">
/// Reason of the last failed attempt, or of the last probe that this image made of its host; <see cref="ImageReason.None"/> before the
/// first attempt has ended.
/// </param>
/// <param name="NextAttemptAt">
/// Earliest time of the next attempt: after a backoff, after a delay that the server requested, or at the next probe of a host that is
/// down. <see langword="null"/> if unknown.
/// </param>
/// <param name="Host">
/// Origin that the image waits for, such as <c>https://images.example:8443</c>; <see langword="null"/> unless it waits for its host.
/// </param>
[GenerateSerializer, Immutable, Alias("pending-image")]
public sealed record PendingImage(
    [property: Id(0)] int Image,
    [property: Id(1)] ImagePhase Phase,
    [property: Id(2)] int Attempts,
    [property: Id(3)] ImageReason LastReason,
    [property: Id(4)] DateTimeOffset? NextAttemptAt,
    [property: Id(5)] string? Host
);

/// <summary>The phase of an image in progress. A closed list.</summary>
[GenerateSerializer, Alias("image-phase")]
public enum ImagePhase
{
    /// <summary>The image is being requested, downloaded, or measured.</summary>
    Running = 0,

    /// <summary>The image waits for a slot of its silo.</summary>
    WaitingForSlot = 1,

    /// <summary>The image waits in the queue of its host.</summary>
    WaitingForHost = 2,

    /// <summary>The last attempt failed, and the next one is scheduled.</summary>
    WaitingForNextAttempt = 3,
}

/// <summary>The codes of phases in the API, in storage, and in messages.</summary>
public static class ImagePhaseCodes
{
    /// <summary>Returns the stable code of what the image waits for; <see langword="null"/> if it does not wait.</summary>
    public static string? WaitCode(this ImagePhase phase) =>
        phase switch
        {
            ImagePhase.WaitingForSlot => "slot",
            ImagePhase.WaitingForHost => "host",
            ImagePhase.WaitingForNextAttempt => "next_attempt",
            _ => null,
        };
}
