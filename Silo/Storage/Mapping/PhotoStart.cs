using RetailPulse.Jobs;

namespace RetailPulse.Silo.Storage.Mapping;

/// <summary>Where a page of photos starts.</summary>
internal static class PhotoStart
{
    /// <summary>Number of the image at which a page ends if it has examined all results of a visit.</summary>
    public const int EndOfVisit = int.MaxValue - 1;

    /// <summary>Returns the position after which to read. A visit of which nothing is left is not examined again.</summary>
    public static PhotoPosition? After(PhotoPosition? readUpTo) =>
        readUpTo is { Image: EndOfVisit, Visit: var visit } ? new PhotoPosition(visit with { Visit = visit.Visit - 1 }, -1) : readUpTo;
}
