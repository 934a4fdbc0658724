using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace RetailPulse.Silo.Telemetry;

/// <summary>Limits the attributes of other meters.</summary>
internal static class MetricViews
{
    /// <summary>Attributes of outgoing requests. The address of a server is not among them, because clients choose it.</summary>
    private static readonly string[] OfRequests =
    [
        "error.type",
        "http.connection.state",
        "http.request.method",
        "http.response.status_code",
        "network.protocol.version",
        "url.scheme",
    ];

    /// <summary>Returns the view of an instrument; <see langword="null"/> if it is exported as it is.</summary>
    public static MetricStreamConfiguration? Of(Instrument instrument) =>
        instrument.Meter.Name == "System.Net.Http" ? new MetricStreamConfiguration { TagKeys = OfRequests } : null;
}
