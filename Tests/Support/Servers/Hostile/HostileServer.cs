using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>A server of bare sockets that answers each path as badly as its <see cref="HostileCase"/> says.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private readonly ConcurrentDictionary<string, long> sent = [];
    private int connections;

    private HostileServer(IPAddress address, int port)
    {
        listener = new TcpListener(address, port);

        // What lies in buffers was sent but never read; it must not blur the counts.
        listener.Server.SendBufferSize = 64 * 1024;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Base address, such as <c>http://127.0.0.2:4711/</c>.</summary>
    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The setting that opens this server and nothing else.</summary>
    public string AsAllowedNetwork => $"{((IPEndPoint)listener.LocalEndpoint).Address}/32:{Port}";

    public int Connections => connections;

    /// <summary>Every request, up to its blank line.</summary>
    public ConcurrentBag<string> Requests { get; } = [];

    /// <summary>What was sent on connections that asked for <paramref name="path"/>; final once the server is disposed.</summary>
    public long BytesSent(string path) => sent.GetValueOrDefault(path);

    /// <summary>Where it redirects to <paramref name="url"/>.</summary>
    public Uri To(string url) => new(Address, $"/to/{Uri.EscapeDataString(url)}");

    public Uri At(string path) => new(Address, path);

    /// <param name="address">Address of this machine. Default: 127.0.0.1.</param>
    /// <param name="port">0 for any free one.</param>
    public static HostileServer Start(string address = "127.0.0.1", int port = 0) => new(IPAddress.Parse(address), port);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var conversations = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stop.Token);
                Interlocked.Increment(ref connections);
                conversations.Add(ServeAsync(client));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // Stopped, or the client has left before it was let in.
            }
        }

        await Task.WhenAll(conversations);
    }

    private async Task ServeAsync(Socket client)
    {
        using var conversation = new Conversation(client, stop.Token);
        var asked = "";
        try
        {
            while (await conversation.ReadRequestAsync() is { } path)
            {
                asked = path;
                Requests.Add(conversation.Request);
                await HostileCases.Find(path).Answer(conversation);
                if (!conversation.KeptAlive)
                    return;
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client has had enough.
        }

        sent.AddOrUpdate(asked, conversation.BytesSent, (_, before) => before + conversation.BytesSent);
    }
}
