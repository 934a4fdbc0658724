using System.Diagnostics;
using RetailPulse.Benchmarks.Jobs;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>The baseline: downloads and sleeps, a number of images at once, and stores nothing.</summary>
internal sealed class BareLoop(HttpClient http, SleepRange sleep, int slots)
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>How long all of them took.</summary>
    public async Task<TimeSpan> RunAsync(IReadOnlyList<string> urls, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(slots, urls.Count)).Select(RunLaneAsync));
        return Stopwatch.GetElapsedTime(started);

        async Task RunLaneAsync(int lane)
        {
            var random = new Random(lane);
            var buffer = new byte[BufferBytes];
            for (int at; (at = Interlocked.Increment(ref next)) < urls.Count; )
            {
                await DownloadAsync(urls[at], buffer, cancellationToken);
                await Task.Delay(sleep.Draw(random), cancellationToken);
            }
        }
    }

    private async Task DownloadAsync(string url, byte[] buffer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (await body.ReadAsync(buffer, cancellationToken) > 0) { }
    }
}
