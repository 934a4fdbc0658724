using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.EndToEnd.Telemetry;

/// <summary>
/// An embedded front end on SQLite, and a silo with a front end on PostgreSQL, in which everything that is measured has happened.
/// </summary>
public sealed class ObservedRun : IAsyncLifetime
{
    private const string Key = "rp_observer";
    private const string UnknownStore = "S-NOWHERE";

    private readonly SqliteFolder folder = new();
    private readonly MemberFiles certificates = new(new TestAuthority());
    private PostgresServer postgres = null!;
    private ImageServer images = null!;
    private WebhookReceiver webhooks = null!;
    private ProductProcess embedded = null!;
    private SiloCluster cluster = null!;

    /// <summary>Where Prometheus scrapes the processes: the embedded front end, the silo, and its front end.</summary>
    internal string[] Targets { get; private set; } = [];

    /// <summary>What the processes export, one text each.</summary>
    internal string[] Scrapes { get; private set; } = [];

    /// <summary>Names of the exported time series.</summary>
    internal HashSet<string> Series { get; private set; } = [];

    /// <summary>Texts that clients chose and that no time series may contain.</summary>
    internal string[] Foreign => ["S00339218", UnknownStore, "acme-tenant", $":{images.Address.Port}", $":{webhooks.Port}", "photo.gif"];

    /// <summary>The embedded front end, whose API requires a key.</summary>
    internal HttpClient Http => embedded.Http;

    internal void Identify() => Http.DefaultRequestHeaders.Add("X-Api-Key", Key);

    public async ValueTask InitializeAsync()
    {
        try
        {
            await StartAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private async Task StartAsync()
    {
        images = await ImageServer.StartAsync();
        images.Missing = "gone.gif";
        webhooks = await WebhookReceiver.StartAsync();
        var probes = FreePorts.Next();
        embedded = await ProductProcess.StartFrontEndAsync([
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            $"--RetailPulse:Api:ProbePort={probes}",
            "--RetailPulse:Api:Keys:0:Name=observer",
            "--RetailPulse:Api:Keys:0:Tenant=acme-tenant",
            "--RetailPulse:Api:Keys:0:Role=admin",
            $"--RetailPulse:Api:Keys:0:Sha256={NewKey.Sha256(Key)}",
            $"--RetailPulse:Webhooks:AllowedNetworks:0=127.0.0.1/32:{webhooks.Port}",
            .. Quick,
        ]);
        using (var refused = await Http.GetAsync("/api/v1/jobs"))
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Identify();
        await RunJobAsync(Http, webhooks.Url);

        postgres = await PostgresServer.StartAsync();
        cluster = new SiloCluster([
            "--RetailPulse:Storage:Provider=PostgreSql",
            $"--ConnectionStrings:RetailPulse={await postgres.CreateDatabaseAsync()}",
            .. certificates.Settings,
        ]);
        await cluster.AddAsync(silos: 1, fronts: 1, Quick);
        await RunJobAsync(cluster.Fronts[0].Http, null);
        Targets = [$"127.0.0.1:{probes}", await SiloProbes.AddressAsync(cluster.Silos[0]), cluster.Fronts[0].Http.BaseAddress!.Authority];
        await Eventually.TrueAsync(
            async () =>
            {
                await ScrapeAsync();
                return Series.Contains("retailpulse_database_size_bytes") && Series.Contains("retailpulse_webhook_attempts_total");
            },
            "the figures of the database are read"
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in (IAsyncDisposable?[])[cluster, postgres, embedded, webhooks, images])
            if (started is not null)
                await started.DisposeAsync();
        certificates.Dispose();
        folder.Dispose();
    }

    private string[] Quick => ["--RetailPulse:Gpu:MinSleep=0", "--RetailPulse:Gpu:MaxSleep=0", images.Allowed];

    private async Task ScrapeAsync()
    {
        using var http = new HttpClient();
        Scrapes = await Task.WhenAll(Targets.Select(target => http.GetStringAsync($"http://{target}/metrics")));
        Series =
        [
            .. Scrapes
                .SelectMany(scrape => scrape.Split('\n'))
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split('{', ' ')[0]),
        ];
    }

    /// <summary>Submits images that are measured, missing, and at a forbidden address, and follows the job to its end.</summary>
    private async Task RunJobAsync(HttpClient http, string? callback)
    {
        var body = new
        {
            count = 2,
            callback_url = callback,
            visits = new[]
            {
                new
                {
                    store_id = "S00339218",
                    image_url = new[] { $"{images.Address}photo.gif", $"{images.Address}gone.gif", "http://10.0.0.1/photo.gif" },
                    visit_time = "time of store visit",
                },
                new
                {
                    store_id = UnknownStore,
                    image_url = new[] { $"{images.Address}photo.gif" },
                    visit_time = "time of store visit",
                },
            },
        };

        // A body of announced length, whose size is measured.
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var submitted = await http.PostAsync("/api/v1/jobs", content);
        Assert.Equal(HttpStatusCode.Accepted, submitted.StatusCode);
        using var events = await http.GetAsync($"{submitted.Headers.Location}/events");
        Assert.Contains("event: end", await events.Content.ReadAsStringAsync());
        var job = await http.GetFromJsonAsync<JsonElement>(submitted.Headers.Location);
        using var status = await http.GetAsync($"/api/status?jobid={job.GetProperty("id")}");
        Assert.Equal(HttpStatusCode.OK, status.StatusCode);
    }
}
