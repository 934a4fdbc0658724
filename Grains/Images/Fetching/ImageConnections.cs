using RetailPulse.Grains.Network;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Creates the connections that all attempts at images share.</summary>
internal static class ImageConnections
{
    /// <summary>Maximum number of unwanted body bytes that are read so that the connection can be used again.</summary>
    /// <remarks>Bodies of rejections are short. Reading more costs more than a new connection.</remarks>
    public const int MaxDrain = 64 * 1024;

    public static SocketsHttpHandler Open(
        ImagesOptions options,
        GuardedConnector connector,
        ImageTelemetry telemetry,
        FetchTelemetry fetches
    )
    {
        var connections = GuardedConnections.Open(connector, fetches);
        var connect = connections.ConnectCallback!;
        connections.ConnectCallback = async (context, cancellationToken) =>
        {
            var began = telemetry.Begin();
            var stream = await connect(context, cancellationToken).ConfigureAwait(false);
            telemetry.StageEnded(ImageStage.Connect, began);
            return stream;
        };
        connections.MaxConnectionsPerServer = options.MaxConnectionsPerHost;
        connections.MaxResponseDrainSize = MaxDrain;
        connections.ConnectTimeout = options.AttemptTimeout;
        connections.RequestHeaderEncodingSelector = ImageRequest.OnSending;
        return connections;
    }
}
