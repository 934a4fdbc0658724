using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Searches the log of a full run, with failing images and webhooks, for secrets.</summary>
public sealed partial class LogSecrecyTests(SharedPostgres server)
{
    private const string Signature = "5f0cabadcafe1234567890abcdef0011223344556677889900aabbccddeeff00";
    private const string Token = "callback-token-31415926";
    private const string HostHeader = "Zm9yLXRoZS1pbWFnZXMtb25seQ";
    private const string AnalysisHeader = "Zm9yLXRoZS1hbmFseXNpcw";
    private const string Password = "hunter2-of-the-database";

    private readonly string manager = NewKey.Make();
    private readonly string chosen = "a key that somebody chose";
    private readonly string guessed = NewKey.Make();
    private readonly List<string> secrets = [];

    /// <summary>
    /// Runs at the finest level, at which everything is logged, including web requests. One of them has a key in its query by mistake.
    /// </summary>
    [Theory]
    [InlineData("Text", "Trace")]
    [InlineData("Json", "Trace")]
    [InlineData("Text", null)]
    public async Task No_line_has_a_presigned_query_a_secret_or_a_key(string format, string? level)
    {
        var database = $"{await server.CreateDatabaseAsync()};Password={Password}";
        await using var images = await ImageServer.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        images.Missing = "/missing.gif";
        receiver.Answer = _ => (500, "no");
        await using var analysis = await WebhookReceiver.StartAsync();
        analysis.Answer = _ => (401, "no");
        string[] levels = level is null
            ? []
            :
            [
                .. ((string[])["Default", "Microsoft", "Orleans", "RetailPulse"]).Select(category =>
                    $"--Logging:LogLevel:{category}={level}"
                ),
            ];
        var surroundings = new ProcessEnvironment
        {
            Variables =
            [
                ("ConnectionStrings__RetailPulse", database),
                ("RetailPulse__Storage__Provider", "PostgreSql"),
                ("RetailPulse__Images__HostHeaders__0__Origin", images.Address.GetLeftPart(UriPartial.Authority)),
                ("RetailPulse__Images__HostHeaders__0__Name", "Authorization"),
                ("RetailPulse__Images__HostHeaders__0__Value", $"Basic {HostHeader}"),
                ("RetailPulse__Analysis__Endpoint", analysis.Url),
                ("RetailPulse__Analysis__Headers__0__Name", "Authorization"),
                ("RetailPulse__Analysis__Headers__0__Value", $"Bearer {AnalysisHeader}"),
            ],
        };
        await using var front = await ProductProcess.StartFrontEndAsync(
            surroundings,
            [
                "--RetailPulse:Cluster:SiloPort=0",
                "--RetailPulse:Cluster:GatewayPort=0",
                $"--RetailPulse:Log:Format={format}",
                "--RetailPulse:Images:MaxAttempts=2",
                images.Allowed,
                "--RetailPulse:Images:AllowedNetworks:1=127.0.0.1/32:9",
                $"--RetailPulse:Webhooks:AllowedNetworks:0=127.0.0.1/32:{receiver.Port}",
                "--RetailPulse:Webhooks:Waits:0=00:00:00.010",
                .. Key(0, manager, "manage"),
                .. Key(1, chosen, "submit"),
                .. levels,
            ]
        );

        await RunAsync(front, images, receiver);
        await front.StopAsync();

        var log = front.Output;
        Assert.Contains($"Basic {HostHeader}", images.Authorizations);
        Assert.Contains(analysis.Received, received => received.Headers.Authorization == $"Bearer {AnalysisHeader}");
        Assert.Contains("Failed to analyze image 0 of visit 0", log);
        Assert.All(
            [Signature, "AKIAEXAMPLE", HostHeader, AnalysisHeader, Token, Password, manager, chosen, guessed, .. secrets],
            secret => Assert.DoesNotContain(secret, log)
        );
        Assert.DoesNotMatch(ApiKey(), log);
        Assert.All(
            log.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.True(format == "Json" ? line.StartsWith("{\"time\":", StringComparison.Ordinal) : Time().IsMatch(line), line)
        );

        // The redacted texts were really logged.
        if (level is not null)
            Assert.All(["/api/v1/jobs?[redacted]", "/api/v1/jobs/rp_[redacted]/cancel"], mark => Assert.Contains(mark, log));
    }

    private async Task RunAsync(ProductProcess front, ImageServer images, WebhookReceiver receiver)
    {
        const string Presigned = $"?X-Amz-Credential=AKIAEXAMPLE&X-Amz-Signature={Signature}";
        string[] urls =
        [
            .. (
                (string[])
                    [
                        $"{images.Address}1.gif",
                        $"{images.Address}missing.gif",
                        "http://127.0.0.1:9/2.gif",
                        "http://10.0.0.1/3.gif",
                        "http://nowhere.invalid/4.gif",
                    ]
            ).Select(url => url + Presigned),
        ];
        var job = Submissions.Json([("S00339218", urls)], "t", $"{receiver.Url}?token={Token}");
        var accepted = await SendAsync(front, manager, HttpMethod.Post, "/api/v1/jobs", job);
        var path = $"/api/v1/jobs/{accepted.GetProperty("id").GetInt64()}";
        await Eventually.TrueAsync(
            async () => (await SendAsync(front, manager, HttpMethod.Get, path)).GetProperty("status").ToString() == "failed",
            "the job ends"
        );
        await Eventually.TrueAsync(() => receiver.Received.Count >= 2, "its webhook is refused twice");

        secrets.Add(Secret(await SendAsync(front, manager, HttpMethod.Get, "/api/v1/webhooks/secret")));
        secrets.Add(Secret(await SendAsync(front, manager, HttpMethod.Post, "/api/v1/webhooks/secret/rotate")));
        await SendAsync(front, chosen, HttpMethod.Post, $"{path}/retry");
        await SendAsync(
            front,
            manager,
            new HttpMethod("PATCH"),
            $"{path}/visits/0/images/1",
            new { url = $"{images.Address}5.gif{Presigned}" }
        );
        await SendAsync(front, guessed, HttpMethod.Post, $"{path}/cancel");
        await SendAsync(front, null, HttpMethod.Post, $"/api/v1/jobs?key={manager}");
        await SendAsync(front, chosen, HttpMethod.Post, $"/api/v1/jobs/{manager}/cancel");
        await SendAsync(front, manager, HttpMethod.Get, $"{path}/images");
    }

    private static string Secret(JsonElement body) => body.GetProperty("secret").GetString()!["whsec_".Length..];

    private static async Task<JsonElement> SendAsync(ProductProcess front, string? key, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        using var response = await front.Http.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static IEnumerable<string> Key(int at, string key, string role) =>
        [
            $"--RetailPulse:Api:Keys:{at}:Name=holder {at}",
            $"--RetailPulse:Api:Keys:{at}:Tenant=acme",
            $"--RetailPulse:Api:Keys:{at}:Role={role}",
            $"--RetailPulse:Api:Keys:{at}:Sha256={NewKey.Sha256(key)}",
        ];

    [GeneratedRegex("rp_[A-Za-z0-9_-]{20}")]
    private static partial Regex ApiKey();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z (trce|dbug|info|warn|fail|crit) [^ ]+: ")]
    private static partial Regex Time();
}
