
namespace RetailPulse.Client;

/// <summary>An image whose latest result is a failure.</summary>
/// <param name="Visit">Its visit's number within the job, from 0.</param>
/// <param name="Image">Its number within the visit, from 0.</param>
/// <param name="StoreName"><see langword="null"/> when the store master in force lacks the store, like the area code.</param>
/// <param name="Host">Host of the URL, in lower case, with the port unless it is the scheme's default.</param>
/// <param name="Reason">Why it failed, such as <c>http_404</c>.</param>
/// <param name="Attempts">0 when it was never tried.</param>
/// <param name="FinishedAt">When it failed.</param>
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
    DateTimeOffset FinishedAt);

/// <summary>Which failures to read. What is not set narrows nothing down.</summary>
public sealed record FailureQuery
{
    /// <summary>Images of this store.</summary>
    public string? Store { get; init; }

    /// <summary>Images of stores of exactly this area, as the store master in force has it.</summary>
    public string? Area { get; init; }

    /// <summary>Why they failed, such as <c>http_404</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Host of their URLs; without a port, all ports of the host.</summary>
    public string? Host { get; init; }

    /// <summary>Failed at that instant or later.</summary>
    public DateTimeOffset? FailedFrom { get; init; }

    /// <summary>Failed before that instant.</summary>
    public DateTimeOffset? FailedTo { get; init; }

    /// <summary>How many are asked for at a time, 1 to 1,000; the service's default is 100. An export is whole.</summary>
    public int? PageSize { get; init; }
}

internal sealed record FailureList(IReadOnlyList<Failure> Failures, string? NextPageToken) : IPage<Failure>
{
    IReadOnlyList<Failure> IPage<Failure>.Entries => Failures;
}
