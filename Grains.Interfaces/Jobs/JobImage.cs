using System.Collections.Immutable;
using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Jobs;

/// <summary>One image of a job, with its result.</summary>
/// <param name="Result">The latest result; <see langword="null"/> while the image has none.</param>
/// <param name="Progress">
/// Progress of an image without a result; <see langword="null"/> unless its visit is in flight and responded in time.
/// </param>
/// <param name="Cancelled">Whether the job was canceled before the image had a result.</param>
/// <param name="Reference">Identifier that the client gave the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Identifier that the client gave the visit; <see langword="null"/> if none was given.</param>
[GenerateSerializer, Immutable, Alias("job-image")]
public sealed record JobImage(
    [property: Id(0)] ImagePlace Place,
    [property: Id(1)] string StoreId,
    [property: Id(2)] string VisitTime,
    [property: Id(3)] string Url,
    [property: Id(4)] RecordedResult? Result,
    [property: Id(5)] PendingImage? Progress = null,
    [property: Id(6)] bool Cancelled = false,
    [property: Id(7)] string? Reference = null,
    [property: Id(8)] string? VisitReference = null
)
{
    public ImageStatus Status =>
        Result switch
        {
            null when Cancelled => ImageStatus.Cancelled,
            null => Progress is { Phase: ImagePhase.Running } ? ImageStatus.Running : ImageStatus.Pending,
            { Outcome.Measured: true } => ImageStatus.Measured,
            _ => ImageStatus.Failed,
        };
}

/// <summary>An image's result as recorded in the ledger.</summary>
/// <param name="Attempts">Number of attempts; 0 if the image was never tried.</param>
/// <param name="EarlierFailures">Reasons of all failed attempts before the last, in order.</param>
/// <param name="Analysis">What the analysis of the image found, as JSON; <see langword="null"/> if there is none.</param>
[GenerateSerializer, Immutable, Alias("recorded-result")]
public sealed record RecordedResult(
    [property: Id(0)] ImageOutcome Outcome,
    [property: Id(1)] int Attempts,
    [property: Id(2)] ImmutableArray<ImageReason> EarlierFailures,
    [property: Id(3)] DateTimeOffset FinishedAt,
    [property: Id(4)] string? Analysis = null
);

/// <summary>The status of an image.</summary>
[GenerateSerializer, Alias("image-status")]
public enum ImageStatus
{
    /// <summary>The image has no result and no attempt is in progress: it has not begun, or it waits.</summary>
    Pending = 0,
    Measured = 1,
    Failed = 2,

    /// <summary>The image is being requested, downloaded, or measured.</summary>
    Running = 3,

    /// <summary>The job was canceled before the image had a result.</summary>
    Cancelled = 4,
}

/// <summary>The codes of image statuses in the API, in storage, and in messages.</summary>
public static class ImageStatusCodes
{
    /// <summary>Returns the stable code of the status, such as <c>measured</c>.</summary>
    public static string Code(this ImageStatus status) =>
        status switch
        {
            ImageStatus.Pending => "pending",
            ImageStatus.Measured => "measured",
            ImageStatus.Failed => "failed",
            ImageStatus.Running => "running",
            ImageStatus.Cancelled => "cancelled",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a status of an image."),
        };
}
