namespace RetailPulse.WebFrontend.Console.Reading;

/// <summary>The retries of a job, the latest first.</summary>
public sealed record ShownRetries(int Total, IReadOnlyList<ShownRetry> Latest);

public sealed record ShownRetry(int Run, DateTime RequestedAt, string? RequestedBy, long Images, int? AmendedVisit, int? AmendedImage);
