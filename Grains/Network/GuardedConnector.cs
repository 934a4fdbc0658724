using System.Net;
using System.Net.Sockets;
using RetailPulse.Grains.Fairness;
using RetailPulse.Images;

namespace RetailPulse.Grains.Network;

/// <summary>Makes all connections to URLs of clients, to allowed addresses only.</summary>
/// <remarks>
/// A name is resolved once, and the connection goes to an address that was checked. A name that resolves differently the next time
/// therefore gains nothing.
/// </remarks>
/// <param name="allows">Returns whether an address and port may be connected to.</param>
/// <param name="connectTimeout">Maximum time to connect to one address.</param>
internal sealed class GuardedConnector(INameResolver names, Func<IPAddress, int, bool> allows, TimeSpan connectTimeout, TimeProvider time)
{
    private readonly FailedAddresses failed = new(time);

    /// <summary>Connects to <paramref name="target"/>.</summary>
    /// <exception cref="ConnectFailedException">
    /// The target has no address, one of its addresses is not allowed, or none responds.
    /// </exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, Owner owner, CancellationToken cancellationToken)
    {
        var addresses = await ResolveAsync(target.Host, owner, cancellationToken).ConfigureAwait(false);

        // One address that is not allowed disqualifies all: a name that mixes them tries to evade a check of the first.
        if (!Array.TrueForAll(addresses, address => allows(address, target.Port)))
            throw new ConnectFailedException(ImageReason.RefusedAddress);
        foreach (var address in failed.Order(addresses, target.Port))
        {
            if (await TryConnectAsync(new IPEndPoint(address, target.Port), cancellationToken).ConfigureAwait(false) is { } stream)
                return stream;
        }

        throw new ConnectFailedException(ImageReason.Connect);
    }

    private async ValueTask<IPAddress[]> ResolveAsync(string host, Owner owner, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        try
        {
            var addresses = await names.ResolveAsync(host, owner, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? addresses : throw new ConnectFailedException(ImageReason.Dns);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw new ConnectFailedException(ImageReason.Dns, exception);
        }
    }

    private async ValueTask<Stream?> TryConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(connectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Socket? socket = null;
        try
        {
            socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(endpoint, either.Token).ConfigureAwait(false);
            failed.Connect(endpoint);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception exception)
        {
            socket?.Dispose();
            if (
                exception is not SocketException
                && (exception is not OperationCanceledException || cancellationToken.IsCancellationRequested)
            )
                throw;
            failed.Fail(endpoint);
            return null;
        }
    }
}

/// <summary>A failed connection, with a reason that the HTTP handler does not distinguish.</summary>
internal sealed class ConnectFailedException(ImageReason reason, Exception? cause = null) : IOException(reason.Code(), cause)
{
    public ImageReason Reason => reason;
}
