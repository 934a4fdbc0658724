using System.Collections.Immutable;

namespace RetailPulse.Images;

/// <summary>Makes thumbnails of one image, on request only. Key: identifies the content of the image.</summary>
[Alias("thumbnail"), Version(1)]
public interface IThumbnailGrain : IGrainWithStringKey
{
    /// <summary>Returns a thumbnail that its silo keeps, or downloads the image again and makes one.</summary>
    /// <remarks>Timeout 25 s: the download and the decoding have limits of their own, 20 s together.</remarks>
    [Alias("make"), ResponseTimeout(ResponseTimeouts.Thumbnail)]
    Task<Thumbnail> MakeAsync(ThumbnailRequest request);
}

/// <summary>A thumbnail to make.</summary>
/// <param name="Tenant">Tenant that owns the job of the image.</param>
/// <param name="JobId">Job of the image.</param>
/// <param name="Url">Current URL of the image.</param>
/// <param name="Recorded">Latest outcome of the image in the ledger.</param>
/// <param name="Size">Maximum width and height of the thumbnail, in pixels.</param>
[GenerateSerializer, Immutable, Alias("thumbnail-request")]
public sealed record ThumbnailRequest(
    [property: Id(0)] string Tenant,
    [property: Id(1)] long JobId,
    [property: Id(2)] string Url,
    [property: Id(3)] ImageOutcome Recorded,
    [property: Id(4)] int Size
)
{
    /// <summary>
    /// Returns the key of the grain: the same for the same bytes of a tenant, so that one silo keeps all thumbnails of an image.
    /// </summary>
    public string Key => Recorded.ContentHash == 0 ? Url : $"{Recorded.ContentHash:x32}";
}

/// <summary>A thumbnail, or why there is none.</summary>
/// <param name="Jpeg">The thumbnail as JPEG; empty if there is none.</param>
/// <param name="Lack">Why there is none.</param>
/// <param name="Reason">Why the image could not be downloaded again, for <see cref="ThumbnailLack.Unreachable"/>.</param>
[GenerateSerializer, Immutable, Alias("thumbnail-result")]
public sealed record Thumbnail(
    [property: Id(0)] ImmutableArray<byte> Jpeg,
    [property: Id(1)] ThumbnailLack Lack = ThumbnailLack.None,
    [property: Id(2)] ImageReason Reason = ImageReason.None
)
{
    public static Thumbnail Without(ThumbnailLack lack, ImageReason reason = ImageReason.None) => new([], lack, reason);
}

/// <summary>Why an image has no thumbnail.</summary>
[GenerateSerializer, Alias("thumbnail-lack")]
public enum ThumbnailLack
{
    None = 0,

    /// <summary>The image was not measured, so it may be anything.</summary>
    NotMeasured = 1,

    /// <summary>The image is neither JPEG nor PNG.</summary>
    Format = 2,

    /// <summary>The image has too many pixels or bytes.</summary>
    TooLarge = 3,

    /// <summary>The image could not be downloaded again.</summary>
    Unreachable = 4,

    /// <summary>The file that was downloaded is not the one that was measured.</summary>
    Changed = 5,

    /// <summary>The decoder failed, or exceeded its limits.</summary>
    Undecodable = 6,

    /// <summary>The silo makes too many thumbnails, or stops.</summary>
    Busy = 7,
}
