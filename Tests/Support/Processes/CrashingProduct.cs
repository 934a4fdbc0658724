using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>The embedded product on its own database, as a process that is killed while it handles requests.</summary>
internal sealed class CrashingProduct : IAsyncDisposable
{
    /// <summary>
    /// Number of responses after which the process is killed. What is in flight then has reached a different point each time.
    /// </summary>
    private const int ResponsesPerKill = 4;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;
    private readonly string? postgres;

    private CrashingProduct(ImageServer images, string? postgres) => (Images, this.postgres) = (images, postgres);

    public ImageServer Images { get; }

    private string File => Path.Combine(folder, "retailpulse.db");

    private IEnumerable<string> Database =>
        postgres is null
            ? [$"--ConnectionStrings:RetailPulse=Data Source={File}"]
            : ["--RetailPulse:Storage:Provider=PostgreSql", $"--ConnectionStrings:RetailPulse={postgres}"];

    /// <param name="server">Server of the database; <see langword="null"/> for a SQLite file.</param>
    /// <param name="delay">Delay before each image is served.</param>
    public static async Task<CrashingProduct> CreateAsync(SharedPostgres? server, TimeSpan delay = default) =>
        new(await ImageServer.StartAsync(delay), server is null ? null : await server.CreateDatabaseAsync());

    public Task<ProductProcess> StartAsync() =>
        ProductProcess.StartFrontEndAsync([
            .. Database,
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            "--RetailPulse:Images:Slots=16",
            "--RetailPulse:Gpu:MinSleep=0",
            "--RetailPulse:Gpu:MaxSleep=0",
            Images.Allowed,
        ]);

    /// <summary>Submits a job and has each of its ends recorded as one webhook.</summary>
    public async Task<long> SubmitAsync(HttpClient http, int visits, int imagesPerVisit)
    {
        var grid = Enumerable
            .Range(0, visits)
            .Select(visit =>
                (
                    "S00339218",
                    Enumerable.Range(0, imagesPerVisit).Select(image => new Uri(Images.Address, $"{visit}/{image}.gif").ToString())
                )
            );
        var body = Submissions.Json(grid, "time of store visit", new Uri(Images.Address, "callback").ToString());
        using var response = await http.PostAsJsonAsync("/api/v1/jobs", body);
        response.EnsureSuccessStatusCode();
        return long.Parse(response.Headers.Location!.ToString().Split('/')[^1], CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Makes the requests and kills the process after every few responses, a little later each time. Requests without a response are
    /// repeated.
    /// </summary>
    /// <param name="atOnce">Number of requests in flight at once.</param>
    /// <param name="restarted">Called for every process before its first request.</param>
    /// <returns>Number of kills.</returns>
    public async Task<int> AskUnderKillsAsync(
        IEnumerable<Func<HttpClient, Task<HttpResponseMessage>>> requests,
        int atOnce = ResponsesPerKill,
        Func<HttpClient, Task>? restarted = null
    )
    {
        var open = new ConcurrentStack<Func<HttpClient, Task<HttpResponseMessage>>>(requests);
        for (var kills = 0; ; kills++)
        {
            await using var process = await StartAsync();
            if (restarted is not null)
                await restarted(process.Http);
            if (open.IsEmpty)
                return kills;
            var responses = 0;

            // Something is in flight when the process is killed, and something is left for the next process, however late the kill comes.
            var left = ResponsesPerKill + Math.Max(1, atOnce - 1);
            var asking = Task.WhenAll(
                Enumerable
                    .Range(0, atOnce)
                    .Select(_ =>
                        AskAsync(process.Http, open, () => Interlocked.Decrement(ref left) >= 0, () => Interlocked.Increment(ref responses))
                    )
            );
            await Eventually.TrueAsync(
                () => Volatile.Read(ref responses) >= ResponsesPerKill || asking.IsCompleted,
                "the requests are answered"
            );
            await Task.Delay(kills * Step);
            await process.KillAsync();
            await asking;
        }
    }

    /// <summary>Reads the database alongside the product.</summary>
    public async Task<List<T>> ReadAsync<T>(string query, Func<DbDataReader, T> row)
    {
        await using DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={File};Pooling=False")
            : new NpgsqlConnection($"{postgres};Pooling=false");
        await connection.OpenAsync();
        return await Rows.ReadAsync(connection, query, row);
    }

    public async Task<long> CountAsync(string query) => (await ReadAsync(query, row => row.GetInt64(0))).Single();

    public async ValueTask DisposeAsync()
    {
        await Images.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Makes one request after the other until none is left, no more are allowed, or the process is gone.</summary>
    private static async Task AskAsync(
        HttpClient http,
        ConcurrentStack<Func<HttpClient, Task<HttpResponseMessage>>> open,
        Func<bool> mayAsk,
        Action answered
    )
    {
        while (mayAsk() && open.TryPop(out var ask))
        {
            if (!await TryAsync(http, ask))
            {
                open.Push(ask);
                return;
            }

            answered();
        }
    }

    /// <summary>Repeats a request as long as the service is unavailable.</summary>
    private static async Task<bool> TryAsync(HttpClient http, Func<HttpClient, Task<HttpResponseMessage>> ask)
    {
        try
        {
            while (true)
            {
                using var response = await ask(http);
                if ((int)response.StatusCode < 500)
                    return true;
                Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            }
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
