using System.Text.Json;
using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>The statuses of an image.</summary>
public static class ImageStatus
{
    /// <summary>The image has no result and no attempt in progress: it has not begun, or it waits.</summary>
    public const string Pending = "pending";

    /// <summary>It is being requested, downloaded, or measured.</summary>
    public const string Running = "running";

    /// <summary>It was measured.</summary>
    public const string Measured = "measured";

    /// <summary>It was tried, and could not be measured.</summary>
    public const string Failed = "failed";

    /// <summary>Its job was canceled before it had a result.</summary>
    public const string Cancelled = "cancelled";
}

/// <summary>
/// One image of a job, with its latest result. Without a result, everything from <c>Reason</c> to <c>ContentHash</c> is null.
/// </summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="Status">One of <see cref="ImageStatus"/>.</param>
/// <param name="Reason">Why it failed, such as <c>http_404</c>.</param>
/// <param name="Width">Width of a measured image in pixels, like height and perimeter.</param>
/// <param name="Bytes">Number of bytes of the file that were read.</param>
/// <param name="Attempts">Number of attempts; 0 if there was none.</param>
/// <param name="EarlierFailures">Why the attempts before the last one failed.</param>
/// <param name="ContentHash">32 hexadecimal digits, the same for the same bytes; <see langword="null"/> when unknown.</param>
/// <param name="Progress">What an image without a result is doing; <see langword="null"/> unless it has begun.</param>
/// <param name="StoreName">
/// <see langword="null"/> if the current store master does not contain the store. The same applies to the area code.
/// </param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
/// <param name="Analysis">What the analysis service of the operator found; <see langword="null"/> if there is none.</param>
public sealed record JobImage(
    int Visit,
    int Image,
    string StoreId,
    string VisitTime,
    string Url,
    string Status,
    string? Reason,
    string? Format,
    int? Width,
    int? Height,
    long? Perimeter,
    long? Bytes,
    int? Attempts,
    IReadOnlyList<string>? EarlierFailures,
    long? ElapsedMs,
    DateTimeOffset? FinishedAt,
    string? ContentHash,
    ImageProgress? Progress = null,
    long JobId = 0,
    string? StoreName = null,
    string? AreaCode = null,
    string? Reference = null,
    string? VisitReference = null,
    JsonElement? Analysis = null
);

/// <summary>What images wait for.</summary>
public static class ImageWait
{
    /// <summary>A slot of its silo.</summary>
    public const string Slot = "slot";

    /// <summary>Its host, which is busy, rests, or is down.</summary>
    public const string Host = "host";

    /// <summary>The time of its next attempt.</summary>
    public const string NextAttempt = "next_attempt";
}

/// <summary>What an image without a result is doing.</summary>
/// <param name="Attempts">Attempts that have ended; all of them failed.</param>
/// <param name="LastReason">Why the last of these attempts failed; <see langword="null"/> before the first one ended.</param>
/// <param name="WaitsFor">One of <see cref="ImageWait"/>; <see langword="null"/> while an attempt is in progress.</param>
/// <param name="Host">The origin that the image waits for; <see langword="null"/> unless it waits for its host.</param>
/// <param name="NextAttemptAt">When the next attempt can begin; <see langword="null"/> while that is unknown.</param>
public sealed record ImageProgress(int Attempts, string? LastReason, string? WaitsFor, string? Host, DateTimeOffset? NextAttemptAt);

/// <summary>Filters of the images of a job. A filter that is not set has no effect.</summary>
public sealed record ImageQuery
{
    /// <summary>One of <see cref="ImageStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>Reason of the failure, such as <c>http_404</c>. Requires <see cref="Status"/> to be unset or <c>failed</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The host of their URLs; without a port, at all ports of it, and with a colon only, at that of the scheme.</summary>
    public string? Host { get; init; }

    /// <summary>The number of their visit.</summary>
    public int? Visit { get; init; }

    /// <summary>Reference of the image.</summary>
    public string? Reference { get; init; }

    /// <summary>Reference of the visit.</summary>
    public string? VisitReference { get; init; }

    /// <summary>Number of the visit at which a list starts. An export is whole.</summary>
    public int? FromVisit { get; init; }

    /// <summary>
    /// Number of the image at which a list starts, within <see cref="FromVisit"/> or <see cref="Visit"/>, of which one is required. An
    /// export is whole.
    /// </summary>
    public int? FromImage { get; init; }

    /// <summary>Number of entries per request, 1 to 1,000. Default: that of the service, 100. An export is whole.</summary>
    public int? PageSize { get; init; }
}

internal sealed record ImagePage([property: JsonRequired] IReadOnlyList<JobImage> Images, string? NextPageToken) : IPage<JobImage>
{
    IReadOnlyList<JobImage> IPage<JobImage>.Entries => Images;
}
