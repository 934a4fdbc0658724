namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>What the console shows of the cluster.</summary>
public sealed record ShownCluster(ShownFrontEnd FrontEnd, IReadOnlyList<ShownClusterSilo> Silos);

public sealed record ShownFrontEnd(
    string Version,
    string Role,
    DateTime StartedAt,
    int Listeners,
    int MaxListeners,
    IReadOnlyList<ShownSetting> Settings
);

/// <summary>A silo, and its report if it responded in time.</summary>
public sealed record ShownClusterSilo(string Silo, bool Answered, ShownSiloReport? Report);

public sealed record ShownSiloReport(
    string Version,
    DateTime StartedAt,
    ShownPermits Slots,
    ShownPermits Requests,
    int Jobs,
    long WaitingForHosts,
    IReadOnlyList<ShownSetting> Settings,
    ShownDatabase? Database = null
);

/// <summary>The database and what waits in it.</summary>
public sealed record ShownDatabase(long Bytes, long? WalBytes, long? FreeBytes, long PendingDeliveries, DateTime? OldestDeliveryAt);

public sealed record ShownPermits(int Total, int InUse, int Waiting);

/// <summary>A setting in effect, and where its value comes from.</summary>
public sealed record ShownSetting(string Name, string? Value, string Source, string? File, bool Secret);

public sealed record ShownThroughput(string Per, IReadOnlyList<ShownPoint> Points);

/// <summary>The results of one minute.</summary>
public sealed record ShownPoint(DateTime At, long Images, long Failed);
