using System.Globalization;
using Orleans.Storage;
using RetailPulse.Grains.Jobs.Submission;
using static RetailPulse.Tests.Cluster.Faults.FaultScopes;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>A document store whose calls fail as planned, selected by the grain that owns the document.</summary>
internal sealed class FaultyDocuments(IGrainStorage storage, FaultScopes scopes) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        scopes.RunRawAsync(
            SubjectOf(stateName, grainId),
            $"read {stateName}",
            () => storage.ReadStateAsync(stateName, grainId, grainState)
        );

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        // The job of a key belongs to the key's case.
        if (grainState.State is StoredIdempotency claim)
            scopes.Extend(SubjectOf(stateName, grainId), Job(claim.JobId));
        return ChangeAsync(
            $"write {stateName}",
            SubjectOf(stateName, grainId),
            grainState,
            () => storage.WriteStateAsync(stateName, grainId, grainState)
        );
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ChangeAsync(
            $"clear {stateName}",
            SubjectOf(stateName, grainId),
            grainState,
            () => storage.ClearStateAsync(stateName, grainId, grainState)
        );

    public void Participate(ISiloLifecycle observer) => (storage as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    /// <summary>Loses a response, so that the caller does not learn the new etag.</summary>
    private async Task ChangeAsync<T>(string name, string subject, IGrainState<T> grainState, Func<Task> change)
    {
        var known = (grainState.ETag, grainState.RecordExists);
        try
        {
            await scopes.RunRawAsync(subject, name, change);
        }
        catch (FaultException)
        {
            (grainState.ETag, grainState.RecordExists) = known;
            throw;
        }
    }

    private static string SubjectOf(string stateName, GrainId grainId) =>
        Document(
            stateName,
            stateName == "job-ids" ? grainId.GetIntegerKey().ToString(CultureInfo.InvariantCulture) : grainId.Key.ToString()!
        );
}
