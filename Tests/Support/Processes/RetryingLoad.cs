using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>
/// Clients that submit jobs with idempotency keys without pause, and follow each to its end. They repeat requests that may be repeated, and
/// record every other response that is not the expected one.
/// </summary>
internal sealed class RetryingLoad : IAsyncDisposable
{
    private const string Store = "S00339218";
    private const string Missing = "missing.gif";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Time after which a job that has not ended is given up.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(2);

    private readonly HttpClient http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(20) };
    private readonly ImageServer images;
    private readonly CancellationTokenSource enough = new();
    private readonly ConcurrentQueue<LoadJob> jobs = [];
    private readonly ConcurrentQueue<string> wrongs = [];
    private readonly Task[] clients;
    private ImmutableArray<Uri> frontEnds;
    private int turn;
    private int number;
    private int unavailable;
    private int interrupted;

    /// <param name="images">Serves the images. From now on, it lacks one of every failing job.</param>
    public RetryingLoad(ImageServer images, int clients, IEnumerable<Uri> frontEnds)
    {
        (this.images, this.frontEnds) = (images, [.. frontEnds]);
        images.Missing = Missing;
        this.clients = [.. Enumerable.Range(0, clients).Select(_ => RunAsync())];
    }

    /// <summary>Jobs that have ended, in the order of their ends.</summary>
    public IReadOnlyCollection<LoadJob> Jobs => jobs;

    public IReadOnlyCollection<string> Wrongs => wrongs;

    /// <summary>Number of 503 responses with Retry-After.</summary>
    public int Unavailable => unavailable;

    /// <summary>Number of requests without a response.</summary>
    public int Interrupted => interrupted;

    /// <summary>Makes the clients use these front ends from now on.</summary>
    public void Use(IEnumerable<Uri> current) => ImmutableInterlocked.InterlockedExchange(ref frontEnds, [.. current]);

    /// <summary>Returns when this many jobs that had not been submitted at the time of the call have ended.</summary>
    public Task MoreAsync(int count)
    {
        var known = number;
        return Eventually.TrueAsync(() => !wrongs.IsEmpty || jobs.Count(job => job.Number > known) >= count, $"{count} more jobs end");
    }

    /// <summary>Sends one request more, which must succeed.</summary>
    public async Task SucceedsAsync(Func<HttpRequestMessage> create)
    {
        var (status, answer) = await SendAsync(create);
        if ((int)status is < 200 or > 299)
            wrongs.Enqueue($"{create().RequestUri}: {(int)status} {answer}");
    }

    /// <summary>Submits no further jobs, and returns when all have ended.</summary>
    public async Task StopAsync()
    {
        await enough.CancelAsync();
        await Task.WhenAll(clients);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        enough.Dispose();
        http.Dispose();
    }

    private async Task RunAsync()
    {
        while (!enough.IsCancellationRequested && wrongs.IsEmpty)
        {
            var clock = Stopwatch.StartNew();
            var shape = JobShape.Of(Interlocked.Increment(ref number));
            if (await SubmitAsync(shape) is { } jobId && await RepeatsAsync(jobId, shape) && await EndsAsync(jobId, shape, clock))
                jobs.Enqueue(new LoadJob(shape.Number, jobId, shape.Images, shape.Fails ? 1 : 0, clock.Elapsed));
        }
    }

    private async Task<long?> SubmitAsync(JobShape shape)
    {
        var body = shape.Body(images.Address, Store, Missing);
        var (status, answer) = await SendAsync(() =>
            new HttpRequestMessage(HttpMethod.Post, "/api/submit/")
            {
                Content = JsonContent.Create(body),
                Headers = { { "Idempotency-Key", $"job-{shape.Number}" } },
            }
        );
        if (status == HttpStatusCode.Created)
            return JsonDocument.Parse(answer).RootElement.GetProperty("job_id").GetInt64();
        wrongs.Enqueue($"submission {shape.Number}: {(int)status} {answer}");
        return null;
    }

    /// <summary>Repeats one in four submissions at another front end, as after a lost response. Returns whether it is the same job.</summary>
    private async Task<bool> RepeatsAsync(long jobId, JobShape shape)
    {
        if (shape.Number % 4 != 0 || await SubmitAsync(shape) is not { } again || again == jobId)
            return true;
        wrongs.Enqueue($"submission {shape.Number} became jobs {jobId} and {again}");
        return false;
    }

    private async Task<bool> EndsAsync(long jobId, JobShape shape, Stopwatch clock)
    {
        var ongoing = $$"""{"status":"ongoing","job_id":"{{jobId}}"}""";
        var end = shape.Fails
            ? $$"""{"status":"failed","job_id":"{{jobId}}","error":[{"store_id":"{{Store}}","error":"Download failed"}]}"""
            : $$"""{"status":"completed","job_id":"{{jobId}}"}""";
        while (clock.Elapsed < MaxWait)
        {
            await Task.Delay(Pause);
            var (status, answer) = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, $"/api/status?jobid={jobId}"));
            if (status == HttpStatusCode.OK && answer == end)
                return true;
            if (status == HttpStatusCode.OK && answer == ongoing)
                continue;
            wrongs.Enqueue($"status of {jobId}: {(int)status} {answer}");
            return false;
        }

        wrongs.Enqueue($"job {jobId} did not end within {MaxWait}");
        return false;
    }

    /// <summary>Sends a request to one front end after the other, until one of them responds with something other than 503.</summary>
    private async Task<(HttpStatusCode Status, string Body)> SendAsync(Func<HttpRequestMessage> create)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            using var request = create();
            var targets = frontEnds;
            request.RequestUri = new Uri(targets[(Interlocked.Increment(ref turn) & int.MaxValue) % targets.Length], request.RequestUri!);
            var delay = Pause;
            try
            {
                using var response = await http.SendAsync(request);
                var body = await response.Content.ReadAsStringAsync();
                if (response is not { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } requested })
                    return (response.StatusCode, body);
                Interlocked.Increment(ref unavailable);
                delay = requested;
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
            {
                Interlocked.Increment(ref interrupted);
                if (clock.Elapsed > MaxWait)
                    return (0, exception.Message);
            }

            if (clock.Elapsed > MaxWait)
                return (HttpStatusCode.ServiceUnavailable, "");
            await Task.Delay(delay);
        }
    }
}

/// <summary>A job that ended as expected.</summary>
/// <param name="Number">Number of the submission, from 1. Its idempotency key is <c>job-</c> followed by the number.</param>
/// <param name="Took">Time from the first submission to the response with the end.</param>
internal sealed record LoadJob(int Number, long JobId, int Images, int Failed, TimeSpan Took);

/// <summary>What a job of the load consists of: mostly few images, sometimes more than a small job has, and sometimes one that is missing.</summary>
internal readonly record struct JobShape(int Number, int Visits, int ImagesPerVisit, bool Fails)
{
    public int Images => Visits * ImagesPerVisit;

    public static JobShape Of(int number) =>
        number % 20 == 10 ? new(number, 4, 30, false) : new(number, 1 + (number % 3), 2, number % 5 == 0);

    public object Body(Uri images, string store, string missing)
    {
        var (number, count, last, fails) = (Number, ImagesPerVisit, Visits - 1, Fails);
        return new
        {
            count = Visits,
            visits = Enumerable
                .Range(0, Visits)
                .Select(visit => new
                {
                    store_id = store,
                    image_url = Enumerable
                        .Range(0, count)
                        .Select(image => fails && visit == last && image == 0 ? missing : $"{image}.gif")
                        .Select(file => new Uri(images, $"{number}/{visit}/{file}").ToString()),
                    visit_time = "2026-05-04T09:30:00Z",
                }),
        };
    }
}
