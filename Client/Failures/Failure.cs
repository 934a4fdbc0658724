using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>An image whose latest result is a failure.</summary>
/// <param name="Visit">Number of the visit within the job, from 0.</param>
/// <param name="Image">Number of the image within the visit, from 0.</param>
/// <param name="StoreName">
/// <see langword="null"/> if the current store master does not contain the store. The same applies to the area code.
/// </param>
/// <param name="Host">Host of the URL, in lower case, with the port unless it is the scheme's default.</param>
/// <param name="Reason">Why it failed, such as <c>http_404</c>.</param>
/// <param name="Attempts">Number of attempts; 0 if there was none.</param>
/// <param name="FinishedAt">When it failed.</param>
/// <param name="JobLabel">Label of the job; <see langword="null"/> if none was given.</param>
/// <param name="Reference">Reference of the image; <see langword="null"/> if none was given.</param>
/// <param name="VisitReference">Reference of the visit; <see langword="null"/> if none was given.</param>
public sealed record Failure(
    long JobId,
    int Visit,
    int Image,
    string StoreId,
    string? StoreName,
    string? AreaCode,
    string VisitTime,
    string Url,
    string Host,
    string Reason,
    int Attempts,
    DateTimeOffset FinishedAt,
    string? JobLabel,
    string? Reference,
    string? VisitReference
);

/// <summary>Filters of a list of failures. A filter that is not set has no effect.</summary>
public sealed record FailureQuery
{
    /// <summary>Images of this store.</summary>
    public string? Store { get; init; }

    /// <summary>Images of stores of exactly this area, according to the current store master.</summary>
    public string? Area { get; init; }

    /// <summary>Why they failed, such as <c>http_404</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Host of their URLs; without a port, all ports of the host, and with a colon only, that of the scheme.</summary>
    public string? Host { get; init; }

    /// <summary>Images that failed at this time or later.</summary>
    public DateTimeOffset? FailedFrom { get; init; }

    /// <summary>Images that failed before this time.</summary>
    public DateTimeOffset? FailedTo { get; init; }

    /// <summary>Reference of the image.</summary>
    public string? Reference { get; init; }

    /// <summary>Reference of the visit.</summary>
    public string? VisitReference { get; init; }

    /// <summary>Number of entries per request, 1 to 1,000. Default: that of the service, 100. An export is whole.</summary>
    public int? PageSize { get; init; }
}

internal sealed record FailureList([property: JsonRequired] IReadOnlyList<Failure> Failures, string? NextPageToken) : IPage<Failure>
{
    IReadOnlyList<Failure> IPage<Failure>.Entries => Failures;
}
