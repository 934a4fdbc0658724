namespace RetailPulse.Client;

/// <summary>The measured images of one store.</summary>
/// <param name="Area">Its area code.</param>
/// <param name="Data">By date; those without one come first.</param>
public sealed record StoreMeasurements(string StoreId, string Area, string StoreName, IReadOnlyList<Measurement> Data);

/// <summary>One measured image.</summary>
/// <param name="Date">Of its visit in UTC; <see langword="null"/> when the visit's time is no date.</param>
/// <param name="Perimeter">2 × (width + height), in pixels.</param>
public sealed record Measurement(DateOnly? Date, long Perimeter);

/// <summary>Of which stores and when. What is not set narrows nothing down.</summary>
public sealed record MeasurementQuery
{
    /// <summary>An area code.</summary>
    public string? Area { get; init; }

    /// <summary>A store's id.</summary>
    public string? StoreId { get; init; }

    /// <summary>Visits then or later.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Visits until then.</summary>
    public DateTimeOffset? End { get; init; }
}

internal sealed record Measurements(IReadOnlyList<StoreMeasurements> Results);
