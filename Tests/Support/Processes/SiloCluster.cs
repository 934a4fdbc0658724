using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>Silos and front ends as separate processes on one database.</summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    /// <param name="database">Settings that name the database.</param>
    public SiloCluster(params IEnumerable<string> database) =>
        Settings = [.. database, "--RetailPulse:Cluster:SiloPort=0", "--RetailPulse:Cluster:GatewayPort=0"];

    /// <summary>Arguments of every process of the cluster.</summary>
    public IReadOnlyList<string> Settings { get; }

    public List<ProductProcess> Silos { get; } = [];

    public List<ProductProcess> Fronts { get; } = [];

    /// <summary>Starts processes in parallel and returns when all serve requests.</summary>
    public async Task AddAsync(int silos, int fronts, params string[] more)
    {
        await AddAsync(Silos, silos, () => ProductProcess.StartSiloAsync([.. Settings, .. more]));
        await AddAsync(Fronts, fronts, () => ProductProcess.StartFrontEndAsync([.. Settings, "--RetailPulse:Cluster:Role=Client"]));
    }

    /// <summary>Submits one job, again while the service is unavailable, and returns its id.</summary>
    public static async Task<long> SubmitAsync(HttpClient http, Uri images, int visits, int imagesPerVisit)
    {
        long? job = null;
        var key = Guid.NewGuid().ToString("N");
        await Eventually.TrueAsync(
            async () => (job = await TrySubmitAsync(http, images, visits, imagesPerVisit, key)) is not null,
            "the job is submitted"
        );
        return job!.Value;
    }

    /// <summary>Submits a job once and returns its id; <see langword="null"/> for a 503 with Retry-After.</summary>
    /// <param name="key">Idempotency key; <see langword="null"/> for none.</param>
    public static async Task<long?> TrySubmitAsync(HttpClient http, Uri images, int visits, int imagesPerVisit, string? key = null)
    {
        var grid = Enumerable
            .Range(0, visits)
            .Select(visit =>
                ("S00339218", Enumerable.Range(0, imagesPerVisit).Select(image => new Uri(images, $"{visit}/{image}.gif").ToString()))
            );
        var body = Submissions.Json(grid, "time of store visit");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/submit/") { Content = JsonContent.Create(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await http.SendAsync(request);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "a 503 has Retry-After");
            return null;
        }

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
    }

    /// <summary>Adds each process when it has started, so that it is ended even if another one does not start.</summary>
    private static Task AddAsync(List<ProductProcess> to, int count, Func<Task<ProductProcess>> start) =>
        Task.WhenAll(
            Enumerable
                .Range(0, count)
                .Select(async _ =>
                {
                    var started = await start();
                    lock (to)
                        to.Add(started);
                })
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Fronts.Concat(Silos))
            await process.DisposeAsync();
    }
}
