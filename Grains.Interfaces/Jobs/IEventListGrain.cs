using System.Collections.Immutable;

namespace RetailPulse.Jobs;

/// <summary>Reads the events of all jobs from the ledger. Any silo can serve it. Key: 0.</summary>
[Alias("event-list"), Version(1)]
public interface IEventListGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns the next events after <paramref name="after"/>, in the order in which they were committed. Without a cursor, it returns no
    /// event, and the cursor after which later events follow.
    /// </summary>
    /// <remarks>Timeout 5 s, because it reads the ledger.</remarks>
    /// <param name="tenants">Tenants whose events are returned; none for those of all tenants.</param>
    [Alias("read"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<JobEventPage> ReadAsync(EventCursor? after, ImmutableArray<string> tenants);

    /// <summary>
    /// Returns the first <paramref name="limit"/> (1 to 1,000) jobs without an end whose ids are above <paramref name="after"/>, in
    /// ascending order.
    /// </summary>
    /// <remarks>Timeout 5 s, because it reads the ledger.</remarks>
    /// <param name="tenants">Tenants whose jobs are returned; none for those of all tenants.</param>
    [Alias("ongoing"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<ImmutableArray<OngoingJob>> ReadOngoingAsync(ImmutableArray<string> tenants, long after, int limit);
}

/// <summary>A job without an end.</summary>
[GenerateSerializer, Immutable, Alias("ongoing-job")]
public readonly record struct OngoingJob([property: Id(0)] long JobId, [property: Id(1)] string Tenant);
