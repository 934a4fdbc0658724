using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace RetailPulse.Tests.Support.Databases;

/// <summary>When a <see cref="LossyPostgres"/> closes the connection of a statement.</summary>
internal enum Loss
{
    /// <summary>Before the server receives the statement.</summary>
    Request,

    /// <summary>After the server has executed the statement and before the client receives the response.</summary>
    Response,
}

/// <summary>
/// A proxy in front of a PostgreSQL server that loses single statements or their responses. It implements as much of the protocol as it
/// needs.
/// </summary>
/// <remarks>See PostgreSQL's documentation, chapter "Frontend/Backend Protocol", Message Formats.</remarks>
internal sealed class LossyPostgres : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly IPEndPoint server;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<LossyConnection, Task> connections = [];
    private readonly Lock gate = new();
    private readonly List<string> seen = [];
    private (Func<string, bool> Matches, int Nth, Loss Loss)? armed;
    private bool watching;
    private readonly Task accepting;

    private LossyPostgres(NpgsqlConnectionStringBuilder settings, string address)
    {
        listener = new TcpListener(IPAddress.Parse(address), 0);
        server = new IPEndPoint(IPAddress.Parse(settings.Host!), settings.Port);
        listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            Host = address,
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
        }.ConnectionString;
        accepting = AcceptAsync();
    }

    /// <summary>Connection string to the same database through this proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Statements since <see cref="Watch"/>, in the order of their execution.</summary>
    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (gate)
                return [.. seen];
        }
    }

    /// <summary>Whether the requested loss has happened.</summary>
    public bool HasStruck
    {
        get
        {
            lock (gate)
                return armed is null;
        }
    }

    /// <param name="address">IPv4 address of this machine on which clients reach the proxy.</param>
    public static LossyPostgres Start(string connectionString, string address = "127.0.0.1") =>
        new(new NpgsqlConnectionStringBuilder(connectionString), address);

    /// <summary>Stops losing statements and begins a new list of statements.</summary>
    public void Watch()
    {
        lock (gate)
        {
            seen.Clear();
            (watching, armed) = (true, null);
        }
    }

    /// <summary>Stops losing and listing statements.</summary>
    public void Rest()
    {
        Watch();
        lock (gate)
            watching = false;
    }

    /// <summary>Loses one statement.</summary>
    /// <param name="nth">Number of the matching statement, counted from now: 1 is the next.</param>
    public void Lose(Func<string, bool> matches, int nth, Loss loss)
    {
        lock (gate)
        {
            seen.Clear();
            (watching, armed) = (true, (matches, nth, loss));
        }
    }

    /// <summary>Closes every connection to a client, but not to the server, which believes it still connected.</summary>
    public void DropClients()
    {
        foreach (var connection in connections.Keys)
            connection.DropClient();
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        foreach (var connection in connections.Keys)
            connection.Dispose();
        await Task.WhenAll(connections.Values.Append(accepting));
        stop.Dispose();
    }

    /// <summary>Records a statement that is about to be executed. Returns what to lose of it.</summary>
    internal Loss? Note(string statement)
    {
        lock (gate)
        {
            if (watching)
                seen.Add(statement);
            if (armed is not { } asked || !asked.Matches(statement))
                return null;
            armed = asked.Nth > 1 ? asked with { Nth = asked.Nth - 1 } : null;
            return armed is null ? asked.Loss : null;
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                var connection = new LossyConnection(this, client);
                connections[connection] = connection.RunAsync(server);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Disposed.
        }
    }
}

/// <summary>A client of a <see cref="LossyPostgres"/>, and its connection to the server.</summary>
internal sealed class LossyConnection(LossyPostgres proxy, TcpClient client) : IDisposable
{
    private const int HeaderLength = 5;

    private readonly TcpClient server = new();
    private readonly ConcurrentDictionary<string, string> prepared = [];

    /// <summary>
    /// Number of batches that the client has sent. The server ends each with one "ready for query", and its greeting with another.
    /// </summary>
    private int sent = 1;

    /// <summary>Number of the batch whose response is lost; 0 for none.</summary>
    private volatile int lost;
    private volatile bool dropped;

    public async Task RunAsync(IPEndPoint address)
    {
        try
        {
            (client.NoDelay, server.NoDelay) = (true, true);
            await server.ConnectAsync(address);
            await Task.WhenAny(SendAsync(client.GetStream(), server.GetStream()), ReceiveAsync(server.GetStream(), client.GetStream()));
        }
        catch (SocketException)
        {
            // The server is away, which the client notices too.
        }
        finally
        {
            if (!dropped)
                Dispose();
        }
    }

    public void DropClient()
    {
        dropped = true;
        client.Dispose();
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }

    private async Task SendAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await ForwardStartAsync(from, to);
            while (await ReadAsync(from) is { } message)
            {
                if (StatementOf(message) is { } statement && proxy.Note(statement) is { } loss)
                {
                    if (loss == Loss.Request)
                        return;
                    lost = sent + 1;
                }

                if (message[0] is (byte)'S' or (byte)'Q')
                    sent++;
                await to.WriteAsync(message);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }

    private async Task ReceiveAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            for (var ready = 0; await ReadAsync(from) is { } message; )
            {
                if (message[0] == (byte)'Z')
                    ready++;
                if (lost != 0 && ready >= lost)
                    return;
                if (lost == 0 || ready < lost - 1 || (message[0] == (byte)'Z' && ready == lost - 1))
                    await to.WriteAsync(message);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The other side is gone.
        }
    }

    /// <summary>Reads the first message, which has no type.</summary>
    private static async Task ForwardStartAsync(NetworkStream from, NetworkStream to)
    {
        var length = new byte[4];
        await from.ReadExactlyAsync(length);
        var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - length.Length];
        await from.ReadExactlyAsync(rest);
        await to.WriteAsync((byte[])[.. length, .. rest]);
    }

    /// <summary>Reads one message; <see langword="null"/> at the end.</summary>
    private static async Task<byte[]?> ReadAsync(NetworkStream from)
    {
        var header = new byte[HeaderLength];
        if (await from.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
            return null;
        var message = new byte[1 + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
        header.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(HeaderLength));
        return message;
    }

    /// <summary>Returns the statement that the message executes; <see langword="null"/> if it executes none.</summary>
    private string? StatementOf(byte[] message)
    {
        switch (message[0])
        {
            case (byte)'Q':
                return TextAt(message, HeaderLength);
            case (byte)'P':
                var name = TextAt(message, HeaderLength);
                prepared[name] = TextAt(message, HeaderLength + Encoding.UTF8.GetByteCount(name) + 1);
                return null;
            case (byte)'B':
                var portal = TextAt(message, HeaderLength);
                return prepared.GetValueOrDefault(TextAt(message, HeaderLength + Encoding.UTF8.GetByteCount(portal) + 1));
            default:
                return null;
        }
    }

    private static string TextAt(byte[] message, int start) =>
        Encoding.UTF8.GetString(message.AsSpan(start, Array.IndexOf(message, (byte)0, start) - start));
}
