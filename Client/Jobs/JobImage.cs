using RetailPulse.Client.Calls;

namespace RetailPulse.Client;

/// <summary>The statuses of an image.</summary>
public static class ImageStatus
{
    /// <summary>It has no result yet.</summary>
    public const string Pending = "pending";

    /// <summary>It was measured.</summary>
    public const string Measured = "measured";

    /// <summary>It was tried, and could not be measured.</summary>
    public const string Failed = "failed";
}

/// <summary>One image of a job, with its latest result. Without one, everything from <c>Reason</c> on is empty.</summary>
/// <param name="Visit">Its visit's number within the job, from 0.</param>
/// <param name="Image">Its number within the visit, from 0.</param>
/// <param name="Status">One of <see cref="ImageStatus"/>.</param>
/// <param name="Reason">Why it failed, such as <c>http_404</c>.</param>
/// <param name="Width">In pixels; of a measured image, like height and perimeter.</param>
/// <param name="Bytes">Of its file, as far as it was read.</param>
/// <param name="Attempts">0 when it was never tried.</param>
/// <param name="EarlierFailures">Why the attempts before the last one failed.</param>
/// <param name="ContentHash">32 hexadecimal digits, the same for the same bytes; <see langword="null"/> when unknown.</param>
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
    string? ContentHash);

/// <summary>Which images of a job to read. What is not set narrows nothing down.</summary>
public sealed record ImageQuery
{
    /// <summary>One of <see cref="ImageStatus"/>.</summary>
    public string? Status { get; init; }

    /// <summary>Why they failed, such as <c>http_404</c>; goes with no status, or with failed.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of their visit.</summary>
    public int? Visit { get; init; }

    /// <summary>How many are asked for at a time, 1 to 1,000; the service's default is 100. An export is whole.</summary>
    public int? PageSize { get; init; }
}

internal sealed record ImagePage(IReadOnlyList<JobImage> Images, string? NextPageToken) : IPage<JobImage>
{
    IReadOnlyList<JobImage> IPage<JobImage>.Entries => Images;
}
