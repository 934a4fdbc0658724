namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>What the console shows of a store.</summary>
public sealed record ShownStore(string StoreId, string StoreName, string AreaCode);

public sealed record ShownStorePage(IReadOnlyList<ShownStore> Stores, string? NextPageToken);

/// <summary>An area with the number of its stores.</summary>
public sealed record ShownArea(string AreaCode, int Stores);

public sealed record ShownAreas(IReadOnlyList<ShownArea> Areas, int Total);

/// <summary>The store master in force.</summary>
public sealed record ShownMaster(int Version, string Source, int Stores, DateTime LoadedAt, string Sha256, string? Problem);

/// <summary>A page of the visits of a store.</summary>
public sealed record ShownTimeline(
    string StoreId,
    string StoreName,
    string AreaCode,
    ShownGoodImage? LastGoodImage,
    IReadOnlyList<ShownVisit> Visits,
    string? NextPageToken
);

public sealed record ShownGoodImage(string Url, DateTime? Date, int Width, int Height, long Perimeter, long JobId, int Visit, int Image);

public sealed record ShownVisit(
    long JobId,
    int Visit,
    string VisitTime,
    DateTime? Date,
    int Images,
    int Measured,
    int Failed,
    IReadOnlyList<ShownReason> Failures
);

public sealed record ShownReason(string Reason, int Images);

public sealed record ShownMeasurements(IReadOnlyList<ShownMeasuredStore> Results);

public sealed record ShownMeasuredStore(string StoreId, IReadOnlyList<ShownMeasurement> Data);

/// <summary>A measured image of a store.</summary>
public sealed record ShownMeasurement(string? Date, long Perimeter);

public sealed record ShownHosts(IReadOnlyList<ShownHost> Hosts, int Total, IReadOnlyList<ShownSilo> Silos);

/// <summary>An image host, as all silos see it.</summary>
public sealed record ShownHost(
    string Origin,
    string State,
    int InFlight,
    int Waiting,
    int RecentCalls,
    double? FailureShare,
    string? LastReason,
    DateTime? NextProbeAt
);

public sealed record ShownSilo(string Silo, bool Answered);
