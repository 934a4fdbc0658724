namespace RetailPulse.Grains.Ledger;

/// <summary>
/// How images come to be found by their bytes: not with their results, but behind the end of their job, many at once. Every method may be repeated.
/// </summary>
internal interface IPhotoLedger
{
    /// <summary>Jobs that have ended and whose images are not all entered, in ascending order.</summary>
    Task<IReadOnlyList<long>> ReadUnenteredJobsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Enters the images of those of the <paramref name="jobs"/> that have ended and lack it: some seconds for a million images, in small transactions
    /// beside other writes. What was broken off is begun anew.
    /// </summary>
    Task EnterAsync(IReadOnlyCollection<long> jobs, CancellationToken cancellationToken);
}
