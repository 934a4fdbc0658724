namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>Some visits of a job in order, with the number of their images by status.</summary>
/// <param name="Next">Number of the visit that follows; <see langword="null"/> at the end.</param>
public sealed record ShownJobVisits(IReadOnlyList<ShownJobVisit> Visits, int? Next)
{
    /// <summary>Returns the visits of a page of images that the page contains as a whole.</summary>
    /// <remarks>A visit with more images than a page has is shown with those of the page.</remarks>
    public static ShownJobVisits Of(ShownImagePage page)
    {
        var visits = page.Images.GroupBy(image => image.Visit).Select(visit => ShownJobVisit.Of([.. visit])).ToList();
        if (page.NextPageToken is null)
            return new(visits, null);
        return visits is [var only] ? new([only with { HasMore = true }], only.Visit + 1) : new(visits[..^1], visits[^1].Visit);
    }
}

/// <param name="HasMore">Whether the visit has more images than those that are counted.</param>
public sealed record ShownJobVisit(
    int Visit,
    string StoreId,
    string? StoreName,
    string VisitTime,
    ShownCounts Counts,
    IReadOnlyList<string> Reasons,
    bool HasMore = false
)
{
    internal static ShownJobVisit Of(IReadOnlyList<ShownImage> images)
    {
        return new(
            images[0].Visit,
            images[0].StoreId,
            images[0].StoreName,
            images[0].VisitTime,
            new ShownCounts(images.Count, Count("pending"), Count("running"), Count("measured"), Count("failed"), Count("cancelled")),
            [.. images.Select(image => image.Reason).OfType<string>().Distinct()]
        );

        int Count(string status) => images.Count(image => image.Status == status);
    }
}
