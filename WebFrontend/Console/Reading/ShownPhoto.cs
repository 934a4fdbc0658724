namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>What the console shows of an image of any job.</summary>
public sealed record ShownPhoto(
    long JobId,
    int Visit,
    int Image,
    string StoreId,
    string? StoreName,
    string? AreaCode,
    string VisitTime,
    DateTime? Date,
    string Url,
    string Status,
    string? Reason,
    int? Width,
    int? Height,
    long? Perimeter,
    ShownSeen? SeenIn,
    string? JobLabel
)
{
    /// <summary>Name of the photo in an address: <c>job.visit.image</c>.</summary>
    public string Key => $"{JobId}.{Visit}.{Image}";

    public string StoreText => StoreName ?? StoreId;

    public static ShownPhoto From(ShownImage image) =>
        new(
            image.JobId,
            image.Visit,
            image.Image,
            image.StoreId,
            image.StoreName,
            image.AreaCode,
            image.VisitTime,
            null,
            image.Url,
            image.Status,
            image.Reason,
            image.Width,
            image.Height,
            image.Perimeter,
            null,
            null
        );
}

public sealed record ShownPhotoPage(IReadOnlyList<ShownPhoto> Photos, string? NextPageToken);

/// <summary>A visit to compare, with its first images.</summary>
/// <param name="IsWhole">Whether these are all images of the visit.</param>
public sealed record ShownSide(long JobId, int Visit, IReadOnlyList<ShownPhoto> Photos, bool IsWhole);
