namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>What the console shows of a job.</summary>
public sealed record ShownJob(
    long Id,
    string Status,
    DateTime SubmittedAt,
    DateTime? EndedAt,
    int Visits,
    ShownCounts Counts,
    double? Rate,
    long? EtaSeconds,
    DateTime? EtaAt,
    ShownFailures Failures,
    ShownRepeats RepeatedPhotos,
    string? CallbackUrl,
    string? Label = null,
    string? SubmittedBy = null,
    DateTime? StartedAt = null,
    DateTime? CancelledAt = null,
    string? CancelledBy = null,
    ShownRetries? Retries = null
);

/// <summary>Number of images by status.</summary>
public sealed record ShownCounts(
    long Total,
    long Pending,
    long Running,
    long Measured,
    long Failed,
    long Cancelled,
    ShownWaiting? Waiting = null
);

/// <summary>Number of images that wait, by what they wait for.</summary>
public sealed record ShownWaiting(long Total, long ForSlot, long ForHost, long ForNextAttempt, DateTime? NextAttemptAt);

public sealed record ShownFailures(long Groups, IReadOnlyList<ShownFailureGroup> Largest);

/// <summary>Failed images with the same reason and host.</summary>
public sealed record ShownFailureGroup(string Reason, string Host, long Images);

public sealed record ShownRepeats(long Images, bool Complete, IReadOnlyList<ShownRepeat> First);

/// <summary>An image with the same bytes as an earlier one.</summary>
public sealed record ShownRepeat(int Visit, int Image, string StoreId, ShownSeen SeenIn);

public sealed record ShownSeen(long JobId, int Visit, int Image, string StoreId);

public sealed record ShownRepeatPage(IReadOnlyList<ShownRepeat> RepeatedPhotos, string? NextPageToken);

public sealed record ShownJobPage(IReadOnlyList<ShownListedJob> Jobs, string? NextPageToken, string? PreviousPageToken = null);

/// <summary>A job in a list.</summary>
public sealed record ShownListedJob(
    long Id,
    string Status,
    DateTime SubmittedAt,
    DateTime? EndedAt,
    int Visits,
    long Images,
    ShownCounts? Counts = null,
    double? Rate = null,
    ShownTopReason? TopReason = null,
    string? Label = null,
    string? SubmittedBy = null
);

/// <summary>The most frequent reason of the failed images of a job.</summary>
public sealed record ShownTopReason(string Reason, long Images);
