using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>The measured images of one store.</summary>
/// <param name="Area">Its area code.</param>
/// <param name="Data">Images in the order of their dates. Those without a date come first.</param>
public sealed record StoreMeasurements(string StoreId, string Area, string StoreName, IReadOnlyList<Measurement> Data);

/// <summary>One measured image.</summary>
/// <param name="Date">Date of the visit in UTC; <see langword="null"/> if the time of the visit is not a date.</param>
/// <param name="Perimeter">2 × (width + height), in pixels.</param>
public sealed record Measurement(DateOnly? Date, long Perimeter);

/// <summary>Filters of measurements. A filter that is not set has no effect.</summary>
public sealed record MeasurementQuery
{
    /// <summary>An area code.</summary>
    public string? Area { get; init; }

    /// <summary>A store's id.</summary>
    public string? StoreId { get; init; }

    /// <summary>Visits at this time or later.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Visits at this time or earlier. For a whole day, the last moment of the day.</summary>
    public DateTimeOffset? End { get; init; }
}

internal sealed record Measurements([property: JsonRequired] IReadOnlyList<StoreMeasurements> Results);
