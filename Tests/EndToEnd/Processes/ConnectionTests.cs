using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>A client that opens connections and keeps them, sending nothing.</summary>
public sealed class ConnectionTests
{
    private const int MaxConnections = 40;

    [Fact]
    public async Task One_client_cannot_take_the_connections_of_others()
    {
        await using var product = new Product(Path.GetTempPath(), settings: ("RetailPulse:Api:MaxConnections", $"{MaxConnections}"));
        await product.InitializeAsync();
        var port = product.Http.BaseAddress!.Port;
        using var idle = await IdleConnections.OpenAsync(port, 2 * MaxConnections);
        Assert.Null(await GetAsync(port, "127.0.0.1", "/alive"));
        Assert.Equal("200", await GetAsync(port, "127.0.0.2", "/alive"));
        Assert.Equal("200", await GetAsync(port, "127.0.0.2", "/api/v1/jobs"));
        idle.Dispose();
        await Eventually.TrueAsync(
            async () => await GetAsync(port, "127.0.0.1", "/alive") == "200",
            "connections that are closed make room"
        );
    }

    [Fact]
    public async Task Probes_on_their_own_port_respond_regardless_of_clients()
    {
        using var folder = new SqliteFolder();
        var probes = FreePorts.Next();
        await using var front = await ProductProcess.StartFrontEndAsync(
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            $"--RetailPulse:Api:MaxConnections={MaxConnections}",
            $"--RetailPulse:Api:ProbePort={probes}"
        );
        using var idle = await IdleConnections.OpenAsync(front.Http.BaseAddress!.Port, 2 * MaxConnections);
        Assert.Null(await GetAsync(front.Http.BaseAddress.Port, "127.0.0.1", "/alive"));
        Assert.Equal("200", await GetAsync(probes, "127.0.0.1", "/alive"));
        Assert.Equal("200", await GetAsync(probes, "127.0.0.1", "/health", host: "10.1.2.3"));
        Assert.Equal("404", await GetAsync(probes, "127.0.0.1", "/api/v1/webhooks/secret"));
        Assert.Equal("404", await GetAsync(probes, "127.0.0.1", "/dashboard/"));

        // On a busy machine, the process may not have its answer within the two seconds that it waits.
        await Eventually.TrueAsync(
            async () =>
                (await ProductProcess.RunAsync("WebFrontend", "--healthcheck", $"--RetailPulse:Api:ProbePort={probes}")).ExitCode == 0,
            "the health check finds the port"
        );
    }

    /// <summary>Status of a GET on a connection of its own; <see langword="null"/> when the connection is closed instead.</summary>
    private static async Task<string?> GetAsync(int port, string from, string path, string host = "localhost")
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        var buffer = new byte[4096];
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            await client.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));
            var read = await client.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(60));
            return read == 0 ? null : Encoding.ASCII.GetString(buffer, 0, read).Split(' ')[1];
        }
        catch (SocketException closed)
            when (closed.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown)
        {
            return null;
        }
    }

    /// <summary>Connections of 127.0.0.1 over which nothing is sent.</summary>
    private sealed class IdleConnections : IDisposable
    {
        private readonly List<Socket> sockets = [];

        public static async Task<IdleConnections> OpenAsync(int port, int count)
        {
            var idle = new IdleConnections();
            for (var i = 0; i < count; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                idle.sockets.Add(socket);
                await ConnectAsync(socket, port);
            }

            return idle;
        }

        /// <summary>A connection too many may be reset before the client knows that it was made.</summary>
        private static async Task ConnectAsync(Socket socket, int port)
        {
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionReset) { }
        }

        public void Dispose() => sockets.ForEach(socket => socket.Dispose());
    }
}
