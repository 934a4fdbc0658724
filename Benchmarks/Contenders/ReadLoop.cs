using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>
/// Repeats one GET on each of many connections. It writes to bare sockets and looks for no more than an answer's end, because what it
/// costs comes off what the server could do on the same processors.
/// </summary>
internal sealed class ReadLoop(Uri url)
{
    public static readonly Column[] Columns = [new("reads/s", "reads_per_second"), new("p50 ms", "p50_milliseconds"), new("p99 ms", "p99_milliseconds")];

    private readonly byte[] request = Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n");

    public async Task<Row> RunAsync(string name, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => ReadAsync(started, duration, cancellationToken)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double[] all = [.. latencies.SelectMany(one => one)];
        return new Row(name, all.Length / seconds, Statistics.Percentile(all, 50), Statistics.Percentile(all, 99));
    }

    /// <summary>The latencies, in milliseconds, on one connection.</summary>
    private async Task<List<double>> ReadAsync(long started, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(url.Host), url.Port), cancellationToken);
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
            if (received == 0) throw new BenchmarkException("The server closed a connection, or its answer was too long.");
            filled += received;
        }
        while (!HttpAnswer.IsWhole(buffer.Span[..filled]));
    }
}
