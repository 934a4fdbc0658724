using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Tests.Support.Certificates;

/// <summary>Performs TLS handshakes over loopback, with the options of the cluster's connections.</summary>
internal static class Handshake
{
    /// <summary>Silence after which a connection counts as kept.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>Maximum time that a busy server needs to end a connection that it refuses.</summary>
    private static readonly TimeSpan RefusalTime = TimeSpan.FromSeconds(30);

    public static SslClientAuthenticationOptions Client(ClusterCertificates member)
    {
        var options = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, peer, _, errors) => member.Accepts((X509Certificate2)peer!, errors),
        };
        member.Protect(options);
        return options;
    }

    /// <summary>Returns a client that accepts every server and has no certificate unless one is given.</summary>
    public static SslClientAuthenticationOptions Stranger(X509Certificate2? certificate = null) =>
        new()
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, server, _, _) => server is not null,
            ClientCertificateContext = certificate is null
                ? null
                : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
        };

    public static SslServerAuthenticationOptions Server(ClusterCertificates member)
    {
        var options = new SslServerAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, peer, _, errors) => peer is X509Certificate2 found && member.Accepts(found, errors),
        };
        member.Protect(options);
        return options;
    }

    /// <summary>Returns a server with a certificate that requires none from clients.</summary>
    public static SslServerAuthenticationOptions Server(X509Certificate2 certificate) =>
        new() { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true) };

    /// <summary>Returns whether both sides accept each other, which a transmitted byte shows.</summary>
    public static async Task<bool> SucceedsAsync(SslServerAuthenticationOptions server, SslClientAuthenticationOptions client)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, server);
        using var connection = new TcpClient();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        return (await ReadAsync(connection, client, Silence)).Succeeded & await serving;
    }

    /// <summary>Returns whether a listener keeps a connection after the handshake, and its certificate.</summary>
    public static async Task<(bool Succeeded, X509Certificate2? Server)> ConnectAsync(int port, SslClientAuthenticationOptions client)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, port);
        return await ReadAsync(connection, client, Silence);
    }

    /// <summary>Returns whether a listener ends a connection during or after the handshake.</summary>
    public static async Task<bool> IsRefusedAsync(int port, SslClientAuthenticationOptions client)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, port);
        return !(await ReadAsync(connection, client, RefusalTime)).Succeeded;
    }

    private static async Task<(bool Succeeded, X509Certificate2? Server)> ReadAsync(
        TcpClient connection,
        SslClientAuthenticationOptions client,
        TimeSpan kept
    )
    {
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(client);

            // In TLS 1.3, a client learns only now that the server refused its certificate. Orleans expects the client to begin and sends
            // nothing.
            using var silence = new CancellationTokenSource(kept);
            return (await tls.ReadAsync(new byte[1], silence.Token) == 1, tls.RemoteCertificate as X509Certificate2);
        }
        catch (OperationCanceledException)
        {
            return (true, tls.RemoteCertificate as X509Certificate2);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return (false, null);
        }
    }

    private static async Task<bool> ServeAsync(TcpListener listener, SslServerAuthenticationOptions server)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(server);
            await tls.WriteAsync(new byte[1]);
            return true;
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return false;
        }
    }
}
