using System.Diagnostics;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>Reads one address at a steady rate while something else runs. A read without a response does not delay the next one.</summary>
internal static class SteadyReads
{
    /// <summary>Returns the latencies in milliseconds.</summary>
    public static async Task<double[]> DuringAsync(HttpClient http, Uri url, int perSecond, Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var reading = ReadAllAsync(http, url, TimeSpan.FromSeconds(1.0 / perSecond), stop.Token);
        try
        {
            await work();
        }
        finally
        {
            await stop.CancelAsync();
        }

        return await reading;
    }

    private static async Task<double[]> ReadAllAsync(HttpClient http, Uri url, TimeSpan period, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(period);
        var reads = new List<Task<double>>();
        while (!stop.IsCancellationRequested)
        {
            reads.Add(ReadAsync(http, url));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        return await Task.WhenAll(reads);
    }

    private static async Task<double> ReadAsync(HttpClient http, Uri url)
    {
        var sent = Stopwatch.GetTimestamp();
        await http.GetByteArrayAsync(url);
        return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
    }
}
