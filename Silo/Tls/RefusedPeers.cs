using System.Net;
using Microsoft.AspNetCore.Connections;
using Orleans.Connections.Security;

namespace RetailPulse.Silo.Tls;

/// <summary>Logs connections that were refused because their TLS handshake failed, at most once a minute.</summary>
internal sealed partial class RefusedPeers(TimeProvider time, ILogger<RefusedPeers> logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Maximum time to wait for a peer's first byte: as long as Orleans waits for a handshake.</summary>
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private int refused;
    private long? reported;

    /// <summary>
    /// Runs a connection through TLS, which is <paramref name="next"/>. A peer that sends nothing, such as a port probe, is not logged.
    /// </summary>
    public async Task WatchAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!await SendsAsync(connection))
            return;
        await next(connection);
        if (connection.Features.Get<ITlsApplicationProtocolFeature>() is null)
            Report(connection.RemoteEndPoint);
    }

    private async Task<bool> SendsAsync(ConnectionContext connection)
    {
        using var limit = new CancellationTokenSource(SilentFor, time);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(limit.Token);
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return !read.Buffer.IsEmpty;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private void Report(EndPoint? peer)
    {
        int count;
        lock (gate)
        {
            refused++;
            if (reported is { } last && time.GetElapsedTime(last) < Every)
                return;
            reported = time.GetTimestamp();
            (count, refused) = (refused, 0);
        }

        LogRefused(count, peer);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refusing {Count} connection(s) to the ports of the cluster without a valid certificate; the last one came from {Peer}"
    )]
    private partial void LogRefused(int count, EndPoint? peer);
}
