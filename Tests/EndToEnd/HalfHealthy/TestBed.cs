using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>One product process that all scenarios use at the same time, each with image hosts of its own.</summary>
internal sealed class TestBed(RetailPulseClient client, bool hasNames)
{
    /// <summary>The longest silence of a host, <c>RetailPulse:Images:IdleTimeout</c>; the default is 10 s.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    /// <summary>The time for one attempt, <c>RetailPulse:Images:AttemptTimeout</c>; the default is 30 s.</summary>
    public static readonly TimeSpan Attempt = TimeSpan.FromSeconds(5);

    /// <summary>How long an image waits for a host that is down, <c>RetailPulse:Images:HostPatience</c>; the default is 60 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The time for one address to accept, <c>RetailPulse:Images:ConnectTimeout</c>; the default is 5 s.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(3);

    /// <summary>An image whose result takes longer was held up. Below <see cref="Patience"/>, and generous for a busy machine.</summary>
    public static readonly TimeSpan Prompt = TimeSpan.FromSeconds(15);

    /// <summary>The number of attempts at an image, the default of <c>RetailPulse:Images:MaxAttempts</c>.</summary>
    public const int Attempts = 4;

    /// <summary><c>RetailPulse:Images:MaxConnectionsPerHost</c>; the default is 256.</summary>
    public const int Connections = 128;

    private const int ImagesPerVisit = 10;
    private const int LongestJobSeconds = 180;

    /// <summary>Whether the product knows the names of <see cref="HostNames"/>.</summary>
    public bool HasNames => hasNames;

    public static string[] Settings =>
        [
            $"--RetailPulse:Images:AllowedNetworks:0={Loopback.Network}",
            $"--RetailPulse:Images:IdleTimeout={Idle:c}",
            $"--RetailPulse:Images:AttemptTimeout={Attempt:c}",
            $"--RetailPulse:Images:HostPatience={Patience:c}",
            $"--RetailPulse:Images:ConnectTimeout={Connect:c}",
            $"--RetailPulse:Images:MaxConnectionsPerHost={Connections}",
            "--RetailPulse:Gpu:MinSleep=0",
            "--RetailPulse:Gpu:MaxSleep=0",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
        ];

    /// <summary>Submits a job and returns its id.</summary>
    public async Task<long> SubmitAsync(params IEnumerable<string> urls)
    {
        var visits = urls.Chunk(ImagesPerVisit).Select(images => new VisitToMeasure("S00339218", [.. images], "time of store visit"));
        return (await client.Jobs.SubmitAsync(new Submission([.. visits]))).Id;
    }

    /// <summary>Waits for the end of a job.</summary>
    public async Task<EndedJob> EndAsync(long job)
    {
        await Eventually.TrueAsync(
            async () => (await client.Jobs.GetStatusAsync(job)).Status != JobStatus.Ongoing,
            $"job {job} ends",
            LongestJobSeconds
        );
        return new EndedJob(
            await client.Jobs.GetAsync(job),
            await client.Jobs.ListImagesAsync(job, new ImageQuery { PageSize = 1000 }).ToListAsync()
        );
    }

    /// <summary>Submits a job and waits for its end.</summary>
    public async Task<EndedJob> RunAsync(params IEnumerable<string> urls) => await EndAsync(await SubmitAsync(urls));

    public Task CancelAsync(long job) => client.Jobs.CancelAsync(job);
}
