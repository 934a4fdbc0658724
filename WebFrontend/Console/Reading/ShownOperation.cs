namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>What the console shows of a change of many jobs.</summary>
public sealed record ShownOperation(
    long Id,
    string Kind,
    string Status,
    DateTime CreatedAt,
    DateTime? EndedAt,
    ShownOperationJobs Jobs,
    ShownOperationImages Images
);

public sealed record ShownOperationJobs(long? Total, long Processed, long Changed);

public sealed record ShownOperationImages(long? Total, long Changed);
