using RetailPulse.Images;

namespace RetailPulse.Jobs;

/// <summary>The most severe error of a store in a job.</summary>
[GenerateSerializer, Immutable, Alias("store-error")]
public sealed record StoreError([property: Id(0)] string StoreId, [property: Id(1)] StoreErrorKind Kind);

/// <summary>The kind of a store's error, in order of precedence: if several apply to a store, the lowest value is reported.</summary>
[GenerateSerializer, Alias("store-error-kind")]
public enum StoreErrorKind
{
    /// <summary>The store master does not contain the store. None of its images was downloaded.</summary>
    InvalidStore = 0,

    /// <summary>An image could not be fetched, or not be analyzed.</summary>
    DownloadFailed = 1,

    /// <summary>The downloaded content is not a valid image.</summary>
    InvalidImage = 2,
}

/// <summary>Classifies the errors of stores.</summary>
public static class StoreErrorKinds
{
    /// <summary>Returns the error that an image with this reason contributes to its store.</summary>
    public static StoreErrorKind Kind(this ImageReason reason) =>
        (int)reason switch
        {
            1 => StoreErrorKind.InvalidStore,
            >= 100 and < 200 => StoreErrorKind.DownloadFailed,
            _ => StoreErrorKind.InvalidImage,
        };
}
