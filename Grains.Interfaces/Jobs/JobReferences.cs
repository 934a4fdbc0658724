using RetailPulse.Visits;

namespace RetailPulse.Jobs;

/// <summary>
/// References to jobs, their visits and their images. <c>GetGrain&lt;T&gt;</c> looks at T by reflection each time (Orleans 10.4), which costs a read of a status more
/// than the call itself; here it is done once for each interface.
/// </summary>
public sealed class JobReferences(IGrainFactory grains)
{
    // Not cached when it fails: a client knows no grains before it has found its first silo.
    private readonly Lazy<GrainReference> job = new(() => (GrainReference)grains.GetGrain<IJobGrain>(0), LazyThreadSafetyMode.PublicationOnly);
    private readonly Lazy<GrainReference> visit = new(() => (GrainReference)grains.GetGrain<IStoreVisitGrain>(0, "0"), LazyThreadSafetyMode.PublicationOnly);
    private readonly Lazy<GrainReference> images = new(() => (GrainReference)grains.GetGrain<IJobImagesGrain>(0), LazyThreadSafetyMode.PublicationOnly);

    public IJobGrain Job(long id) => (IJobGrain)Find(job.Value, GrainIdKeyExtensions.CreateIntegerKey(id));

    /// <param name="number">From 0 within its job.</param>
    public IStoreVisitGrain Visit(long jobId, int number) =>
        (IStoreVisitGrain)Find(visit.Value, GrainIdKeyExtensions.CreateIntegerKey(jobId, number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public IJobImagesGrain Images(long jobId) => (IJobImagesGrain)Find(images.Value, GrainIdKeyExtensions.CreateIntegerKey(jobId));

    private IAddressable Find(GrainReference like, IdSpan key) => grains.GetGrain(GrainId.Create(like.GrainId.Type, key), like.InterfaceType);
}
