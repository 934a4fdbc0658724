using System.Globalization;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Stores;
using RetailPulse.Visits;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Stores;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>A page of a job's images, in order of their visits and numbers.</summary>
/// <param name="NextPageToken">Asks for the next page; <see langword="null"/> on the last.</param>
internal sealed record JobImagesResponse(IReadOnlyList<ImageResponse> Images, string? NextPageToken)
{
    /// <param name="found">One image more than <paramref name="page"/> asks for, if there are more.</param>
    /// <param name="names">Has read the stores of <paramref name="found"/>.</param>
    public static JobImagesResponse From(long jobId, JobImagePage found, StoreNames names, PageRequest page) => new(
        [.. found.Images.Take(page.Size).Select(image => ImageResponse.From(jobId, image, names.Find(image.StoreId)))],
        EndOf(found, page) is { } end ? PageToken.Write(page.Listing, Pack(end)) : null);

    /// <summary>Where this page ends; <see langword="null"/> when it is the last.</summary>
    private static ImagePlace? EndOf(JobImagePage found, PageRequest page) => found.Images.Length > page.Size ? found.Images[page.Size - 1].Place : found.ReadUpTo;

    /// <summary>A place as the position in a page token.</summary>
    public static long Pack(ImagePlace place) => ((long)place.Visit << 32) | (uint)place.Image;

    /// <summary>A place that may be, whatever a client made up.</summary>
    public static ImagePlace Unpack(long position) => new((int)Math.Max(0, position >> 32), Math.Clamp((int)position, -1, int.MaxValue - 1));
}

/// <summary>One image, with its latest result. Without a result, everything from <c>reason</c> to <c>content_hash</c> is null.</summary>
/// <param name="Visit">Its number within the job, from 0.</param>
/// <param name="Image">Its number within the visit, from 0.</param>
/// <param name="Width">In pixels; of a measured image, like height and perimeter.</param>
/// <param name="ContentHash">32 lower-case hexadecimal digits, the same for the same bytes; <see langword="null"/> when unknown.</param>
/// <param name="Attempts">0 when it was never tried.</param>
/// <param name="Progress">What an image without a result is doing; <see langword="null"/> unless it has begun.</param>
/// <param name="StoreName"><see langword="null"/> when the store master in force lacks the store, like the area code.</param>
internal sealed record ImageResponse(
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
    DateTime? FinishedAt,
    string? ContentHash,
    ImageProgressResponse? Progress,
    long JobId,
    string? StoreName,
    string? AreaCode)
{
    /// <param name="store">The image's store, if the store master in force knows it.</param>
    public static ImageResponse From(long jobId, JobImage image, Store? store)
    {
        var outcome = image.Result?.Outcome;
        var size = outcome is { Measured: true } ? outcome : null;
        return new ImageResponse(
            image.Place.Visit,
            image.Place.Image,
            image.StoreId,
            image.VisitTime,
            image.Url,
            image.Status.Code(),
            outcome?.Reason.Code(),
            outcome?.Format,
            size?.Width,
            size?.Height,
            size?.Perimeter,
            outcome?.Bytes,
            image.Result?.Attempts,
            image.Result is { } result ? [.. result.EarlierFailures.Select(failure => failure.Code()!)] : null,
            (long?)outcome?.Elapsed.TotalMilliseconds,
            ToMilliseconds(image.Result?.FinishedAt),
            outcome is { ContentHash: var hash } && hash != 0 ? hash.ToString("x32", CultureInfo.InvariantCulture) : null,
            image is { Result: null, Progress: { } progress } ? ImageProgressResponse.From(progress) : null,
            jobId,
            store?.StoreName,
            store?.AreaCode);
    }

    /// <summary>One precision in every representation, whatever the database keeps.</summary>
    private static DateTime? ToMilliseconds(DateTimeOffset? time) => time is { UtcTicks: var ticks } ? new DateTime(ticks - (ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc) : null;
}

/// <summary>What an image without a result is doing. It is known while its visit is in flight and its silo responds in time.</summary>
/// <param name="Attempts">Attempts that have ended; all of them failed.</param>
/// <param name="LastReason">Why the last of these attempts failed; <see langword="null"/> before the first one ended.</param>
/// <param name="WaitsFor">What must come before its next attempt; <see langword="null"/> while an attempt is under way.</param>
/// <param name="Host">The origin that the image waits for; <see langword="null"/> unless it waits for its host.</param>
/// <param name="NextAttemptAt">When the next attempt can begin; <see langword="null"/> while that is unknown.</param>
internal sealed record ImageProgressResponse(int Attempts, string? LastReason, string? WaitsFor, string? Host, DateTime? NextAttemptAt)
{
    public static ImageProgressResponse From(PendingImage image) =>
        new(image.Attempts, image.LastReason.Code(), JobNames.Of(image.Phase), image.Host, image.NextAttemptAt?.UtcDateTime);
}
