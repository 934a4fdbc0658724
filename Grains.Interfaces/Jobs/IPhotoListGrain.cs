using System.Collections.Immutable;
using RetailPulse.Visits;

namespace RetailPulse.Jobs;

/// <summary>Lists the images of all jobs by the dates of their visits, from the ledger. Any silo can serve it. Key: 0.</summary>
[Alias("photo-list"), Version(1)]
public interface IPhotoListGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns at most <paramref name="limit"/> (1 to 1,001) images with a result that match <paramref name="filter"/>, those of the newest
    /// visits first, after <paramref name="after"/>. The latest result of each image counts.
    /// </summary>
    /// <param name="after">Position of the last image of the previous page; <see langword="null"/> for the newest visits.</param>
    /// <remarks>
    /// Each call searches only a part of the ledger, so a page may be short or even empty before the last page. Timeout 10 s, because it
    /// reads many rows if few of them match.
    /// </remarks>
    [Alias("read"), ResponseTimeout(ResponseTimeouts.LedgerScan)]
    Task<PhotoPage> ReadAsync(PhotoFilter filter, PhotoPosition? after, int limit);
}

/// <summary>Selects images. A <see langword="null"/> property matches every image.</summary>
/// <param name="Tenant">Tenant that owns the job.</param>
/// <param name="Area">Area of the store, according to the store master in force.</param>
/// <param name="From">Earliest date of the visit, inclusive.</param>
/// <param name="Before">Latest date of the visit, exclusive.</param>
/// <param name="Kinds">Kinds of images; no kind matches every image.</param>
[GenerateSerializer, Immutable, Alias("photo-filter")]
public sealed record PhotoFilter(
    [property: Id(0)] string? Tenant = null,
    [property: Id(1)] string? Store = null,
    [property: Id(2)] string? Area = null,
    [property: Id(3)] DateTimeOffset? From = null,
    [property: Id(4)] DateTimeOffset? Before = null,
    [property: Id(5)] PhotoKinds Kinds = PhotoKinds.None
);

/// <summary>Kinds of images. An image can be of several kinds.</summary>
[Flags, GenerateSerializer, Alias("photo-kinds")]
public enum PhotoKinds
{
    None = 0,

    /// <summary>The image was measured.</summary>
    Measured = 1,

    /// <summary>The image failed.</summary>
    Failed = 2,

    /// <summary>The image has the same bytes as an earlier image of another visit.</summary>
    Repeated = 4,
}

/// <summary>The position of an image among those of all jobs: by visit, the newest first, then by number within the visit.</summary>
[GenerateSerializer, Immutable, Alias("photo-position")]
public sealed record PhotoPosition([property: Id(0)] VisitPlace Visit, [property: Id(1)] int Image);

/// <summary>An image with a result.</summary>
/// <param name="Url">Current URL of the image.</param>
/// <param name="SeenIn">First image with the same bytes, of another visit; <see langword="null"/> if there is none.</param>
/// <param name="Label">Name that the client gave the job; <see langword="null"/> if none was given.</param>
/// <param name="Reference">Identifier that the client gave the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Identifier that the client gave the visit; <see langword="null"/> if none was given.</param>
[GenerateSerializer, Immutable, Alias("listed-photo")]
public sealed record ListedPhoto(
    [property: Id(0)] PhotoPosition Position,
    [property: Id(1)] string StoreId,
    [property: Id(2)] string VisitTime,
    [property: Id(3)] string Url,
    [property: Id(4)] RecordedResult Result,
    [property: Id(5)] SeenImage? SeenIn,
    [property: Id(6)] string? Label = null,
    [property: Id(7)] string? Reference = null,
    [property: Id(8)] string? VisitReference = null
);

/// <summary>A page of images, those of the newest visits first.</summary>
/// <param name="ReadUpTo">Position after which more images may follow; <see langword="null"/> if none do.</param>
[GenerateSerializer, Immutable, Alias("photo-page")]
public sealed record PhotoPage([property: Id(0)] ImmutableArray<ListedPhoto> Photos, [property: Id(1)] PhotoPosition? ReadUpTo)
{
    public static readonly PhotoPage Empty = new([], null);

    /// <param name="lookedUpTo">Last position that was examined for this page, if more follow it.</param>
    public static PhotoPage Of(IReadOnlyList<ListedPhoto> photos, int limit, PhotoPosition? lookedUpTo) =>
        new([.. photos], photos.Count == limit ? photos[^1].Position : lookedUpTo);
}
