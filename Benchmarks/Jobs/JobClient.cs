using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailPulse.Benchmarks.Jobs;

/// <summary>A client of the two routes.</summary>
internal sealed class JobClient(HttpClient http)
{
    private const string Ongoing = "ongoing";

    /// <summary>Between a 503 and the next try.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    /// <summary>Submits a job and returns its id and the latency of the <c>201</c>.</summary>
    public async Task<(long JobId, TimeSpan Took)> SubmitAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var started = Stopwatch.GetTimestamp();
        using var response = await http.PostAsync(new Uri("/api/submit/", UriKind.Relative), content, cancellationToken);
        var took = Stopwatch.GetElapsedTime(started);
        if (response.StatusCode != HttpStatusCode.Created)
            throw new BenchmarkException(
                $"The submission was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}"
            );
        return ((await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("job_id").GetInt64(), took);
    }

    /// <summary>Polls until the job ends.</summary>
    /// <exception cref="BenchmarkException">It ended otherwise than completed.</exception>
    public async Task CompleteAsync(long jobId, TimeSpan pause, CancellationToken cancellationToken)
    {
        var answer = await EndAsync(jobId, pause, cancellationToken);
        if (StatusIn(answer) != "completed")
            throw new BenchmarkException($"The job did not complete: {answer}");
    }

    /// <summary>Polls until the job ends, well or not; answers its last status.</summary>
    public async Task<JsonElement> EndAsync(long jobId, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var progress = new Progress($"job {jobId} is ongoing");
        while (true)
        {
            var answer = await ReadStatusAsync(jobId, cancellationToken);
            if (StatusIn(answer) != Ongoing)
                return answer;
            await Task.Delay(pause, cancellationToken);
        }
    }

    public async Task CancelAsync(long jobId, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(new Uri($"/api/v1/jobs/{jobId}/cancel", UriKind.Relative), null, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task<bool> IsOngoingAsync(long jobId, CancellationToken cancellationToken) =>
        StatusIn(await ReadStatusAsync(jobId, cancellationToken)) == Ongoing;

    /// <summary>
    /// Retries after a 503, as any client may, and reports it: many silos on few processors can be too busy to respond in time.
    /// </summary>
    public async Task<JsonElement> ReadStatusAsync(long jobId, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await http.GetAsync(StatusPath(jobId), cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
                return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            Progress.Say($"a read of the status of job {jobId} was answered 503");
            await Task.Delay(Again, cancellationToken);
        }
    }

    public static Uri StatusPath(long jobId) => new($"/api/status?jobid={jobId}", UriKind.Relative);

    private static string StatusIn(JsonElement answer) => answer.GetProperty("status").GetString()!;
}
