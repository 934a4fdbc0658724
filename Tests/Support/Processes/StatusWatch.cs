using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>
/// Polls the status of jobs through several front ends without pause, and records every response that breaks the contract.
/// </summary>
internal sealed class StatusWatch : IAsyncDisposable
{
    /// <summary>Maximum duration of a request. The product gives up after 2 s; without a limit it takes 30 s.</summary>
    private static TimeSpan MaxWait => TimeSpan.FromSeconds(TestMachine.Seconds(20));

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<long, bool> ended = [];
    private readonly ConcurrentQueue<string> wrongs = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] loops;
    private int answers;
    private int unavailable;

    public StatusWatch(IEnumerable<HttpClient> fronts) => loops = [.. fronts.Select(WatchAsync)];

    public IReadOnlyCollection<string> Wrongs => wrongs;

    public int Answers => answers;

    public int Unavailable => unavailable;

    public bool AllEnded => !Ongoing.Any();

    /// <summary>Jobs whose end has not been seen.</summary>
    public IEnumerable<long> Ongoing => ended.Where(job => !job.Value).Select(job => job.Key);

    public void Add(long job) => ended.TryAdd(job, false);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(loops);
        stop.Dispose();
    }

    private async Task WatchAsync(HttpClient http)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var (job, over) in ended)
                await AskAsync(http, job, over);
            await Task.Delay(PollInterval);
        }
    }

    /// <param name="over">Whether the job had ended before the request.</param>
    private async Task AskAsync(HttpClient http, long job, bool over)
    {
        var asked = Stopwatch.StartNew();
        try
        {
            using var response = await http.GetAsync($"/api/status?jobid={job}");
            var body = await response.Content.ReadAsStringAsync();
            Interlocked.Increment(ref answers);
            if (asked.Elapsed > MaxWait)
                wrongs.Enqueue($"job {job}: {(int)response.StatusCode} took {asked.Elapsed}");
            if (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null)
                Interlocked.Increment(ref unavailable);
            else if (response.StatusCode != HttpStatusCode.OK)
                wrongs.Enqueue($"job {job}: {(int)response.StatusCode} {body}");
            else
                Judge(job, over, body);
        }
        catch (HttpRequestException exception)
        {
            wrongs.Enqueue($"job {job}: {exception.Message}");
        }
    }

    private void Judge(long job, bool over, string body)
    {
        if (body == $$"""{"status":"completed","job_id":"{{job}}"}""")
            ended[job] = true;
        else if (over || body != $$"""{"status":"ongoing","job_id":"{{job}}"}""")
            wrongs.Enqueue($"job {job}, ended before: {over}: {body}");
    }
}
