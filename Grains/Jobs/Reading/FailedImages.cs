using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Grains.Jobs.Reading;

/// <summary>Reads the data of single images from their visits.</summary>
/// <remarks>Only the requested URLs of a visit are kept in memory.</remarks>
internal static class FailedImages
{
    /// <summary>Returns the images at the given places of a job, without results.</summary>
    public static async Task<IReadOnlyCollection<JobImage>> ReadAsync(
        ILedgerSnapshot snapshot,
        long jobId,
        IReadOnlyCollection<ImagePlace> places
    )
    {
        var images = new List<JobImage>(places.Count);
        var wanted = places.ToLookup(place => place.Visit);
        int[] numbers = [.. wanted.Select(visit => visit.Key).Order()];
        while (numbers.Length > 0)
        {
            var visits = await snapshot.ReadVisitsAsync(jobId, numbers, CancellationToken.None);
            if (visits.Count == 0)
                break;
            foreach (var visit in visits)
                images.AddRange(wanted[visit.Number].Select(place => visit.ToImage(place.Image, null)));
            numbers = [.. numbers.Where(number => number > visits[^1].Number)];
        }

        return images;
    }
}
