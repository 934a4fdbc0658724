using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>Decides of which images thumbnails are made.</summary>
internal static class ThumbnailRules
{
    /// <summary>Maximum number of pixels of an image. A decoder needs four to ten bytes of memory for each.</summary>
    public const long MaxPixels = 25_000_000;

    /// <summary>Maximum size of an image, in bytes.</summary>
    public const int MaxBytes = 15_000_000;

    /// <summary>Returns why an image with this outcome has no thumbnail, <see cref="ThumbnailLack.None"/> if it can have one.</summary>
    public static ThumbnailLack Judge(ImageOutcome outcome) =>
        !outcome.Measured ? ThumbnailLack.NotMeasured
        : outcome.Format is not ("jpeg" or "png") ? ThumbnailLack.Format
        : (long)outcome.Width * outcome.Height > MaxPixels || outcome.Bytes > MaxBytes ? ThumbnailLack.TooLarge
        : ThumbnailLack.None;

    /// <summary>Returns why the image that was downloaded again cannot be shown in the place of the recorded one.</summary>
    /// <remarks>
    /// Without two hashes, the format and the size must be equal. A hash is missing if the image was followed by more bytes than are read.
    /// </remarks>
    public static ThumbnailLack Compare(ImageOutcome recorded, ImageOutcome found) =>
        found.Reason == ImageReason.TooManyBytes ? ThumbnailLack.TooLarge
        : found.Measured
            ? Same(recorded, found) ? Judge(found)
                : ThumbnailLack.Changed
        : IsContent(found.Reason) ? ThumbnailLack.Changed
        : ThumbnailLack.Unreachable;

    private static bool Same(ImageOutcome one, ImageOutcome other) =>
        one.ContentHash != 0 && other.ContentHash != 0
            ? one.ContentHash == other.ContentHash
            : (one.Format, one.Width, one.Height) == (other.Format, other.Width, other.Height);

    /// <summary>Returns whether the file arrived but is not a valid image.</summary>
    private static bool IsContent(ImageReason reason) => reason >= ImageReason.TooLarge;
}
