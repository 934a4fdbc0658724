using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.EndToEnd.Deploy;

/// <summary>
/// Starts the processes as Compose and the Kubernetes manifests do, and asks their probes. Takes root, for network addresses of their own.
/// </summary>
public sealed partial class ProbeTests : IAsyncLifetime
{
    private const string Kubernetes = "k";
    private const string Compose = "c";

    /// <summary>Folders that a container mounts.</summary>
    private static readonly string[] Folders = ["authority", "certificates", "secrets", "data"];

    private readonly OrphanCleanup cleanup = new();
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-probes").FullName;
    private readonly List<Container> containers = [];
    private NamespaceNetwork network = null!;
    private PostgresServer database = null!;
    private Dictionary<string, string> mounts = [];

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Network addresses take root");
        mounts = Folders.ToDictionary(name => $"/{name}", name => Directory.CreateDirectory(Path.Combine(folder, name)).FullName);
        network = await NamespaceNetwork.StartAsync(
            cleanup,
            $"{Kubernetes}silo",
            $"{Kubernetes}front",
            $"{Compose}silo",
            $"{Compose}front"
        );
        database = await PostgresServer.StartAsync(new PostgresSettings(network.Here));
        await File.WriteAllTextAsync(Path.Combine(mounts["/secrets"], "keys"), Convert.ToBase64String(new byte[32]));
        var maker = Start("", Words(DeployFiles.Compose["services"]!["certificates"]!["command"]!), []);
        Assert.Equal(0, await maker.ExitCodeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in containers)
            await container.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        if (network is not null)
            await network.DisposeAsync();
        cleanup.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Pods_answer_their_probes_and_their_service()
    {
        var connection = await database.CreateDatabaseAsync();
        var pods = DeployFiles
            .Kubernetes.Where(item => (string?)item["kind"] == "Deployment")
            .ToDictionary(item => (string)item["metadata"]!["name"]!, item => item["spec"]!["template"]!["spec"]!["containers"]![0]!);
        var upgrade = new Manifests(DeployFiles.Kubernetes).Find("Deployment", "front-end")["spec"]!["template"]!["spec"]![
            "initContainers"
        ]![0]!;
        var upgraded = Start($"{Kubernetes}front", Words(upgrade["command"]!), EnvironmentOf(upgrade, connection, ""));
        Assert.True(await upgraded.ExitCodeAsync() == 0, Outputs);
        Start(
            $"{Kubernetes}silo",
            Words(pods["silo"]["command"]!),
            EnvironmentOf(pods["silo"], connection, network.Address($"{Kubernetes}silo"))
        );
        Start(
            $"{Kubernetes}front",
            Words(pods["front-end"]["command"]!),
            EnvironmentOf(pods["front-end"], connection, network.Address($"{Kubernetes}front"))
        );
        foreach (var (name, pod) in pods)
        {
            var address = network.Address(name == "silo" ? $"{Kubernetes}silo" : $"{Kubernetes}front");
            foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
                await Eventually.TrueAsync(() => AnswersAsync(pod, pod[probe]!, address), $"{probe} of {name}:\n{Outputs}");
        }

        // The port of the Service.
        Assert.Equal(
            HttpStatusCode.OK,
            await GetAsync(network.Address($"{Kubernetes}front"), PortOf(pods["front-end"], "http"), "/health")
        );
    }

    [Fact]
    public async Task Containers_of_compose_are_healthy_by_their_own_checks()
    {
        var connection = await database.CreateDatabaseAsync();
        foreach (var name in (string[])["migration", "silo", "front-end"])
        {
            var service = DeployFiles.Compose["services"]![name]!;
            var host = name == "front-end" ? $"{Compose}front" : $"{Compose}silo";
            var environment = service["environment"]!
                .AsObject()
                .ToDictionary(setting => setting.Key, setting => Substitute((string)setting.Value!));
            environment["ConnectionStrings__RetailPulse"] = connection;
            environment["HOSTNAME"] = network.Address(host);
            var process = Start(host, Words(service["command"]!), environment);
            if (name == "migration")
            {
                Assert.True(await process.ExitCodeAsync() == 0, Outputs);
                continue;
            }

            var check = Words(service["healthcheck"]!["test"]!).Skip(1).ToArray();
            await Eventually.TrueAsync(
                async () => await Start(host, check, environment).ExitCodeAsync() == 0,
                $"{name} is healthy:\n{Outputs}"
            );
        }

        // Where the proxy calls it.
        Assert.Equal(HttpStatusCode.OK, await GetAsync(network.Address($"{Compose}front"), 8080, "/health", host: "localhost"));
    }

    private string Outputs => string.Join('\n', containers.Select(container => container.Output));

    private Container Start(string host, IEnumerable<string> command, Dictionary<string, string> environment)
    {
        var container = Container.Start(host.Length > 0 ? network.Launcher(host) : [], command, environment, mounts);
        containers.Add(container);
        return container;
    }

    /// <summary>What the manifests give a container. The Secrets are filled in as their examples say.</summary>
    private static Dictionary<string, string> EnvironmentOf(JsonNode pod, string connection, string address)
    {
        var environment = new Dictionary<string, string>();
        foreach (var source in pod["envFrom"]!.AsArray())
        {
            var name = (string)(source!["configMapRef"] ?? source["secretRef"])!["name"]!;
            var found = DeployFiles.Kubernetes.Single(item =>
                (string?)item["kind"] is "ConfigMap" or "Secret" && (string?)item["metadata"]?["name"] == name
            );
            foreach (var (key, value) in (found["data"] ?? found["stringData"])!.AsObject())
                environment[key] = (string)value!;
        }

        foreach (var variable in pod["env"]?.AsArray() ?? [])
            environment[(string)variable!["name"]!] = (string?)variable["value"] ?? address;
        environment["ConnectionStrings__RetailPulse"] = connection;
        if (environment.ContainsKey("RetailPulse__Api__Keys__0__Sha256"))
            environment["RetailPulse__Api__Keys__0__Sha256"] = NewKey.Sha256("key");
        return environment;
    }

    private static async Task<bool> AnswersAsync(JsonNode pod, JsonNode probe, string address)
    {
        if (probe["httpGet"] is { } get)
            return await GetAsync(address, PortOf(pod, (string)get["port"]!), (string)get["path"]!) == HttpStatusCode.OK;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address, PortOf(pod, (string)probe["tcpSocket"]!["port"]!));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode?> GetAsync(string address, int port, string path, string? host = null)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{address}:{port}{path}");
        request.Headers.Host = host;
        try
        {
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private static int PortOf(JsonNode pod, string name) =>
        int.Parse((string)pod["ports"]!.AsArray().Single(port => (string?)port!["name"] == name)!["containerPort"]!);

    private static IEnumerable<string> Words(JsonNode list) =>
        list.AsArray().Select(word => ((string)word!).Replace("$$", "$", StringComparison.Ordinal));

    /// <summary>Starts like Compose, with a trial's <c>ALLOW_OPEN</c>.</summary>
    private static string Substitute(string value) =>
        Variable().Replace(value, match => match.Groups[1].Value == "ALLOW_OPEN" ? "true" : match.Groups[2].Value);

    [GeneratedRegex(@"\$\{([A-Z_]+)(?::-([^}]*)|:\?[^}]*)?\}")]
    private static partial Regex Variable();
}
