using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Limits the connections of each client address, so that one client cannot shut out all others.</summary>
internal static class ConnectionShares
{
    /// <summary>
    /// Closes a connection of an address that has used up its share, before TLS and before a byte is read. Probe connections do not count.
    /// </summary>
    public static Action<ListenOptions> Limit(ApiOptions api)
    {
        var shares = new FairLimit<IPAddress>(api.MaxConnections);
        return endpoint =>
        {
            if (endpoint.EndPoint is IPEndPoint { Port: var port } && port != api.ProbePort)
                endpoint.Use(next => connection => ServeAsync(connection, next, shares));
        };
    }

    private static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, FairLimit<IPAddress> shares)
    {
        var client = ClientAddress.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (client is null || !shares.TryAcquire(client))
        {
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            shares.Release(client);
        }
    }
}
