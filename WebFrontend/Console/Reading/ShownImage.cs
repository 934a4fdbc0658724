using System.Text.Json;

namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>What the console shows of an image.</summary>
public sealed record ShownImage(
    int Visit,
    int Image,
    string StoreId,
    string VisitTime,
    string Url,
    string Status,
    string? Reason,
    string? Format,
    int? Width,
    int? Height,
    long? Perimeter,
    long? Bytes,
    int? Attempts,
    IReadOnlyList<string>? EarlierFailures,
    long? ElapsedMs,
    DateTime? FinishedAt,
    string? ContentHash,
    ShownProgress? Progress,
    long JobId,
    string? StoreName,
    string? AreaCode,
    JsonElement? Analysis = null
);

/// <summary>The state of an image without a result.</summary>
public sealed record ShownProgress(int Attempts, string? LastReason, string? WaitsFor, string? Host, DateTime? NextAttemptAt);

public sealed record ShownImagePage(IReadOnlyList<ShownImage> Images, string? NextPageToken);

public sealed record ShownFailurePage(IReadOnlyList<ShownFailure> Failures, string? NextPageToken);

/// <summary>A failed image of any job.</summary>
public sealed record ShownFailure(
    long JobId,
    int Visit,
    int Image,
    string StoreId,
    string? StoreName,
    string VisitTime,
    string Url,
    string Host,
    string Reason,
    int Attempts,
    DateTime FinishedAt
);

public sealed record ShownDeliveries(IReadOnlyList<ShownDelivery> Deliveries);

/// <summary>A webhook message and its attempts.</summary>
public sealed record ShownDelivery(
    string Id,
    string Type,
    string Url,
    string State,
    DateTime CreatedAt,
    DateTime? NextAttemptAt,
    IReadOnlyList<ShownAttempt> Attempts
);

/// <summary>An attempt at a delivery.</summary>
public sealed record ShownAttempt(int Attempt, DateTime At, int? HttpStatus, string? Reason, long ElapsedMs);

public sealed record ShownAttempts(IReadOnlyList<ShownImageAttempt> Attempts);

/// <summary>An attempt at an image.</summary>
public sealed record ShownImageAttempt(int Run, int Attempt, string? Reason, DateTime? EndedAt, long? ElapsedMs, string? Silo);
