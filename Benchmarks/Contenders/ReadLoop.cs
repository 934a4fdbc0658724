using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using RetailPulse.Benchmarks.Processes;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>
/// Repeats one GET on each of many connections. It writes to bare sockets and looks for no more than an answer's end, because what it
/// costs comes off what the server could do on the same processors.
/// </summary>
internal sealed class ReadLoop(Uri url, AuthenticationHeaderValue? key = null)
{
    public static readonly Column[] Columns =
    [
        new("reads/s", "reads_per_second"),
        new("p50 ms", "p50_milliseconds"),
        new("p99 ms", "p99_milliseconds"),
    ];

    /// <summary>Connections opened at once: half of what Kestrel lets wait.</summary>
    private const int Opening = 256;

    private readonly byte[] request = Encoding.ASCII.GetBytes(
        $"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n{(key is null ? "" : $"Authorization: {key}\r\n")}\r\n"
    );

    /// <summary>Reads twice on the same connections, and reports the second time: the first is for the server to warm up.</summary>
    public async Task<Row> RunAsync(string name, int connections, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken)
    {
        OpenFiles.Check(connections);
        var sockets = new Socket[connections];
        try
        {
            await Parallel.ForAsync(
                0,
                connections,
                Options(cancellationToken),
                async (at, token) => sockets[at] = await ConnectAsync(token)
            );
            await ReadAllAsync(sockets, warmUp, cancellationToken);
            var (latencies, seconds) = await ReadAllAsync(sockets, duration, cancellationToken);
            return new Row(name, latencies.Length / seconds, Statistics.Percentile(latencies, 50), Statistics.Percentile(latencies, 99));
        }
        finally
        {
            foreach (var socket in sockets)
                socket?.Dispose();
        }
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Opening, CancellationToken = cancellationToken };

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(url.Host), url.Port), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<(double[] Latencies, double Seconds)> ReadAllAsync(
        Socket[] sockets,
        TimeSpan duration,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(sockets.Select(socket => ReadAsync(socket, started, duration, cancellationToken)));
        return ([.. latencies.SelectMany(one => one)], Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>The latencies, in milliseconds, on one connection.</summary>
    private async Task<List<double>> ReadAsync(Socket socket, long started, TimeSpan duration, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var latencies = new List<double>();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var sent = Stopwatch.GetTimestamp();
            await socket.SendAsync(request, cancellationToken);
            await ReceiveAsync(socket, buffer, cancellationToken);
            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        return latencies;
    }

    private static async ValueTask ReceiveAsync(Socket socket, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        do
        {
            var received = await socket.ReceiveAsync(buffer[filled..], cancellationToken);
            if (received == 0)
                throw new BenchmarkException("The server closed a connection, or its answer was too long.");
            filled += received;
        } while (!HttpAnswer.IsWhole(buffer.Span[..filled]));
    }
}
