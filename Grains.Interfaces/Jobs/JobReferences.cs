using RetailPulse.Visits;

namespace RetailPulse.Jobs;

/// <summary>Creates references to jobs, their visits and their images.</summary>
/// <remarks>
/// <c>GetGrain&lt;T&gt;</c> reflects over T on every call (Orleans 10.4), which costs more than the status read itself. This class does it
/// once per interface.
/// </remarks>
public sealed class JobReferences(IGrainFactory grains)
{
    // PublicationOnly does not cache a failure: a client knows no grains before it has found its first silo.
    private readonly Lazy<GrainReference> job = new(
        () => (GrainReference)grains.GetGrain<IJobGrain>(0),
        LazyThreadSafetyMode.PublicationOnly
    );
    private readonly Lazy<GrainReference> visit = new(
        () => (GrainReference)grains.GetGrain<IStoreVisitGrain>(0, "0"),
        LazyThreadSafetyMode.PublicationOnly
    );
    private readonly Lazy<GrainReference> images = new(
        () => (GrainReference)grains.GetGrain<IJobImagesGrain>(0),
        LazyThreadSafetyMode.PublicationOnly
    );

    public IJobGrain Job(long id) => (IJobGrain)Find(job.Value, GrainIdKeyExtensions.CreateIntegerKey(id));

    /// <param name="number">Number of the visit within its job, from 0.</param>
    public IStoreVisitGrain Visit(long jobId, int number) =>
        (IStoreVisitGrain)Find(
            visit.Value,
            GrainIdKeyExtensions.CreateIntegerKey(jobId, number.ToString(System.Globalization.CultureInfo.InvariantCulture))
        );

    public IJobImagesGrain Images(long jobId) => (IJobImagesGrain)Find(images.Value, GrainIdKeyExtensions.CreateIntegerKey(jobId));

    private IAddressable Find(GrainReference like, IdSpan key) =>
        grains.GetGrain(GrainId.Create(like.GrainId.Type, key), like.InterfaceType);
}
