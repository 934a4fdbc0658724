using RetailPulse.Images;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Says why an image has no thumbnail.</summary>
internal static class ThumbnailWords
{
    public const string Off = "Thumbnails are turned off.";
    public const string NoResult = "The image has no result yet.";

    /// <param name="recorded">Outcome of the image in the ledger.</param>
    public static string Of(Thumbnail thumbnail, ImageOutcome recorded) =>
        thumbnail.Lack switch
        {
            ThumbnailLack.NotMeasured => $"The image failed ({recorded.Reason.Code()}).",
            ThumbnailLack.Format => $"Only JPEG and PNG can be shown. This is {recorded.Format}.",
            ThumbnailLack.TooLarge => "The image has more than 25 megapixels or 15 MB.",
            ThumbnailLack.Unreachable => $"The image cannot be downloaded again ({thumbnail.Reason.Code()}).",
            ThumbnailLack.Changed => "The file at this URL is no longer the one that was measured.",
            ThumbnailLack.Undecodable => "The image cannot be decoded.",
            _ => "The server is busy. Load the page again later.",
        };
}
