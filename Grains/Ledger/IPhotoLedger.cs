namespace RetailPulse.Grains.Ledger;

/// <summary>Indexes images by their bytes. Every method may be repeated.</summary>
/// <remarks>Images are indexed in batches after their job has ended, not together with their results.</remarks>
internal interface IPhotoLedger
{
    /// <summary>Returns the jobs that have ended and whose images are not all indexed, in ascending order.</summary>
    Task<IReadOnlyList<long>> ReadUnindexedJobsAsync(CancellationToken cancellationToken);

    /// <summary>Indexes the images of those of the <paramref name="jobs"/> that have ended and are not indexed.</summary>
    /// <remarks>
    /// A million images take some seconds, in small transactions between other writes. An interrupted job is indexed again from its
    /// beginning.
    /// </remarks>
    Task IndexAsync(IReadOnlyCollection<long> jobs, CancellationToken cancellationToken);
}
