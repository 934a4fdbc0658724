using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Silo.Telemetry;

/// <summary>Limits the attributes of other meters, and the memory of all.</summary>
/// <remarks>
/// OpenTelemetry reserves memory for each combination of attributes that an instrument may have, 2,000 by default. For the instruments of
/// a process, this was 25 MB, of which hardly any was used.
/// </remarks>
internal static class MetricViews
{
    /// <summary>Maximum number of combinations for instruments of the platform and of libraries, which have few attributes.</summary>
    private const int Few = 200;

    /// <summary>Maximum number of combinations for our own instruments: reasons × formats at most.</summary>
    private const int Own = 1_000;

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
        instrument.Meter.Name switch
        {
            // Routes × methods × statuses.
            "Microsoft.AspNetCore.Hosting" => null,
            "System.Net.Http" => new MetricStreamConfiguration { TagKeys = OfRequests, CardinalityLimit = Few },
            PulseMeter.Name => new MetricStreamConfiguration { CardinalityLimit = Own },
            _ => new MetricStreamConfiguration { CardinalityLimit = Few },
        };
}
