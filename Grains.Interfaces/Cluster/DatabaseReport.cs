namespace RetailPulse.Cluster;

/// <summary>The database and what waits in it, at most 30 s old.</summary>
/// <param name="Bytes">Size of the database.</param>
/// <param name="WalBytes">Size of its write-ahead log; <see langword="null"/> if the user of the database may not read it.</param>
/// <param name="FreeBytes">Free bytes on its disk; <see langword="null"/> if the disk is on another machine.</param>
/// <param name="PendingDeliveries">Number of webhook deliveries that wait.</param>
/// <param name="OldestDeliveryAt">Time at which the oldest of them was created; <see langword="null"/> if none waits.</param>
[GenerateSerializer, Immutable, Alias("database-report")]
public sealed record DatabaseReport(
    [property: Id(0)] long Bytes,
    [property: Id(1)] long? WalBytes,
    [property: Id(2)] long? FreeBytes,
    [property: Id(3)] long PendingDeliveries,
    [property: Id(4)] DateTimeOffset? OldestDeliveryAt
);
