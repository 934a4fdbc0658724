using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using RetailPulse.Tests.Chaos.Judgement;

namespace RetailPulse.Tests.Chaos.Load;

/// <summary>
/// Submits one job after the other and follows each to its end. If one front end does not respond, it continues with another.
/// </summary>
internal sealed class LoadClient(
    HttpClient http,
    IReadOnlyList<Uri> frontEnds,
    Uri origin,
    JobMaker jobs,
    Random random,
    Testimony testimony
)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LatestCancel = TimeSpan.FromSeconds(1);

    /// <summary>One in this many jobs is canceled, and one in this many failed jobs is retried.</summary>
    private const int ChangesOneOf = 5;

    private readonly List<long> earlier = [];
    private int turn = random.Next(frontEnds.Count);

    /// <summary>
    /// Runs until <paramref name="enough"/> is canceled. The last job is followed to its end unless <paramref name="giveUp"/> is canceled
    /// first.
    /// </summary>
    public async Task RunAsync(CancellationToken enough, CancellationToken giveUp)
    {
        try
        {
            while (!enough.IsCancellationRequested)
            {
                var job = jobs.Next();
                testimony.Send(job);
                if (await SubmitAsync(job, giveUp) is not { } jobId)
                    continue;
                if (job.Key is not null && random.Next(5) == 0)
                    await SubmitAsync(job, giveUp);
                if (random.Next(ChangesOneOf) == 0)
                    await CancelAsync(jobId, giveUp);
                await FollowAsync(jobId, giveUp);
                if (job.Status == "failed" && !testimony.IsCancelled(jobId) && random.Next(ChangesOneOf) == 0)
                    await RetryAsync(jobId, giveUp);
                await ObserveAsync(earlier.Count > 0 ? earlier[random.Next(earlier.Count)] : jobId, giveUp);
                earlier.Add(jobId);
            }
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // The checker finds the jobs that did not end.
        }
    }

    /// <summary>Reads a job's status from every front end once more. A retry whose response was lost may still run.</summary>
    public async Task AskAllAsync(long job, CancellationToken giveUp)
    {
        for (var i = 0; i < frontEnds.Count; i++)
            while (!(await ObserveAsync(job, giveUp) && !testimony.IsOngoing(job) && await CountAsync(job, giveUp)))
                await Task.Delay(Pause, giveUp);
    }

    /// <summary>
    /// Submits a job. With a key, it repeats until there is a response, often at two front ends at once. Without a key, it tries only once,
    /// because a second try could create a second job.
    /// </summary>
    private async Task<long?> SubmitAsync(PlannedJob job, CancellationToken giveUp)
    {
        do
        {
            var twice = job.Key is not null && random.Next(5) == 0;
            Task<long?>[] tries = twice ? [TrySubmitAsync(job, giveUp), TrySubmitAsync(job, giveUp)] : [TrySubmitAsync(job, giveUp)];
            if ((await Task.WhenAll(tries)).FirstOrDefault(answer => answer is not null) is { } jobId)
                return jobId;
        } while (job.Key is not null);
        return null;
    }

    private async Task<long?> TrySubmitAsync(PlannedJob job, CancellationToken giveUp)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(NextFrontEnd(), "/api/submit/"));
        request.Content = new ByteArrayContent(job.Body(origin))
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        if (job.Key is not null)
            request.Headers.Add("Idempotency-Key", job.Key);
        var (status, body) = await SendAsync(request, giveUp);
        if (status != HttpStatusCode.Created)
        {
            if (status is not null)
                await WonderAsync($"{job.Tag} was answered {(int)status} {body}", giveUp);
            return null;
        }

        using var json = JsonDocument.Parse(body);
        var jobId = json.RootElement.GetProperty("job_id").GetInt64();
        testimony.Acknowledge(job.Tag, jobId);
        return jobId;
    }

    /// <summary>Cancels the job at a random moment of its life, and repeats until there is a response.</summary>
    private async Task CancelAsync(long job, CancellationToken giveUp)
    {
        await Task.Delay(random.NextDouble() * LatestCancel, giveUp);
        testimony.Cancel(job);
        while (!await ChangeAsync(job, "cancel", giveUp))
            giveUp.ThrowIfCancellationRequested();
        await CountAsync(job, giveUp);
    }

    /// <summary>
    /// Retries the job until there is a response. A repeated request finds the job running, or ended and then retries it once more.
    /// </summary>
    private async Task RetryAsync(long job, CancellationToken giveUp)
    {
        do testimony.Retry(job);
        while (!await ChangeAsync(job, "retry", giveUp));
        await FollowAsync(job, giveUp);
    }

    private async Task<bool> ChangeAsync(long job, string change, CancellationToken giveUp)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(NextFrontEnd(), $"/api/v1/jobs/{job}/{change}"));
        var (status, body) = await SendAsync(request, giveUp);
        if (status is HttpStatusCode.OK or HttpStatusCode.Accepted)
            return true;
        if (status is not null)
            await WonderAsync($"{change} of {job} was answered {(int)status} {body}", giveUp);
        return false;
    }

    /// <summary>Records the counts of a canceled job. Returns whether there was a response.</summary>
    private async Task<bool> CountAsync(long job, CancellationToken giveUp)
    {
        if (!testimony.IsCancelled(job))
            return true;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(NextFrontEnd(), $"/api/v1/jobs/{job}"));
        var (status, body) = await SendAsync(request, giveUp);
        if (status != HttpStatusCode.OK)
            return false;
        using var json = JsonDocument.Parse(body);
        var counts = json.RootElement.GetProperty("counts");
        if (json.RootElement.GetProperty("status").GetString() == "cancelled")
            testimony.Count(job, counts.GetProperty("measured").GetInt64() + counts.GetProperty("failed").GetInt64());
        return true;
    }

    private async Task FollowAsync(long job, CancellationToken giveUp)
    {
        while (!(await ObserveAsync(job, giveUp) && !testimony.IsOngoing(job)))
            await Task.Delay(Pause, giveUp);
    }

    /// <summary>Reads the status of a job once. Returns whether there was a response.</summary>
    private async Task<bool> ObserveAsync(long job, CancellationToken giveUp)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(NextFrontEnd(), $"/api/status?jobid={job}"));
        var (status, body) = await SendAsync(request, giveUp);
        if (status is HttpStatusCode.OK or HttpStatusCode.BadRequest)
            testimony.Observe(job, body);
        else if (status is not null)
            await WonderAsync($"the status of {job} was answered {(int)status} {body}", giveUp);
        return status == HttpStatusCode.OK;
    }

    /// <summary>
    /// Returns no status if there was no response, or if it was 503, in which case it waits as long as requested.
    /// </summary>
    private async Task<(HttpStatusCode? Status, string Body)> SendAsync(HttpRequestMessage request, CancellationToken giveUp)
    {
        try
        {
            using var response = await http.SendAsync(request, giveUp);
            var body = await response.Content.ReadAsStringAsync(giveUp);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
                return (response.StatusCode, body);
            await Task.Delay(response.Headers.RetryAfter?.Delta ?? Pause, giveUp);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or IOException
                || (exception is OperationCanceledException && !giveUp.IsCancellationRequested)
            )
        {
            await Task.Delay(Pause, giveUp);
        }

        return (null, "");
    }

    private Task WonderAsync(string answer, CancellationToken giveUp)
    {
        testimony.Wonder(answer);
        return Task.Delay(Pause, giveUp);
    }

    private Uri NextFrontEnd() => frontEnds[turn++ % frontEnds.Count];
}
