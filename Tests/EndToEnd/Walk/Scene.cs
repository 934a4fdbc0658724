using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Where a walk takes place: the deployment, what it fetches images from, and who takes its webhooks.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string FirstMaster = "store_id,store_name,area_code\nS1,One,10\nS2,Two,10\nS3,Three,20\n";

    private readonly DirectoryInfo folder;
    private ImageServer? late;

    private Scene(DirectoryInfo folder, ImageServer images, int latePort, WebhookReceiver receiver, Func<Scene, Deployment> deploy)
    {
        (this.folder, Images, LatePort, Receiver) = (folder, images, latePort, receiver);
        Deployment = deploy(this);
        Images.Missing = "/gone.gif";
    }

    public ImageServer Images { get; }

    /// <summary>Address of an image server that is down at first.</summary>
    public int LatePort { get; }

    public WebhookReceiver Receiver { get; }

    public Deployment Deployment { get; }

    public HttpClient First => Deployment.Fronts[0].Http;

    /// <summary>Another front end where there is one.</summary>
    public HttpClient Last => Deployment.Fronts[^1].Http;

    /// <param name="silos">0: the one front end is the whole product.</param>
    /// <param name="database">The settings that name it; <see langword="null"/>: a SQLite file.</param>
    public static async Task<Scene> OpenAsync(int silos, int fronts, IReadOnlyList<string>? database)
    {
        var folder = Directory.CreateTempSubdirectory("retailpulse-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "stores.csv"), FirstMaster);
        int latePort;
        await using (var late = await ImageServer.StartAsync())
            latePort = late.Address.Port;
        database ??= [$"--ConnectionStrings:RetailPulse=Data Source={Path.Combine(folder.FullName, "retailpulse.db")}"];
        return new Scene(
            folder,
            await ImageServer.StartAsync(),
            latePort,
            await WebhookReceiver.StartAsync(),
            scene => new Deployment(silos, fronts, database)
            {
                SiloSettings = [.. scene.SiloSettings],
                FrontSettings = [.. WalkKey.Settings],
            }
        );
    }

    /// <summary>The client of one key, which retries what a busy machine did not answer in time.</summary>
    /// <param name="front"><see cref="First"/>, unless told.</param>
    public RetailPulseClient As(WalkKey key, HttpClient? front = null) =>
        new(front ?? First, new RetailPulseClientOptions { ApiKey = key.Value });

    /// <summary>The same, but it makes every call once.</summary>
    public static RetailPulseClient AsOnce(WalkKey key, HttpClient front) =>
        new(front, new RetailPulseClientOptions { ApiKey = key.Value, MaxAttempts = 1 });

    /// <summary>One request without the typed client, for what it does not show or would not do.</summary>
    /// <param name="key"><see langword="null"/>: none is sent.</param>
    /// <param name="front"><see cref="First"/>, unless told.</param>
    public Task<HttpResponseMessage> SendAsync(
        WalkKey? key,
        HttpMethod method,
        string path,
        HttpContent? content = null,
        HttpClient? front = null,
        params ReadOnlySpan<(string Name, string Value)> headers
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
            request.Headers.Add("X-Api-Key", key.Value);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return (front ?? First).SendAsync(request);
    }

    /// <summary>A photograph that no other number has.</summary>
    public string Photo(int number) => new Uri(Images.Address, $"photo.gif?{number}").ToString();

    /// <summary>An image that is not there.</summary>
    public string Gone => new Uri(Images.Address, "gone.gif").ToString();

    /// <summary>An image of the server that is down at first, by one of its names.</summary>
    public string Late(string host, int number) => $"http://{host}:{LatePort}/late.gif?{number}";

    public async Task StartLateServerAsync() => late = await ImageServer.StartAsync(port: LatePort);

    public async ValueTask DisposeAsync()
    {
        await Deployment.DisposeAsync();
        if (late is not null)
            await late.DisposeAsync();
        await Images.DisposeAsync();
        await Receiver.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>
    /// Loopback is opened for these servers alone, and only where images are fetched. What is held stays so, however long a busy machine
    /// takes.
    /// </summary>
    private IEnumerable<string> SiloSettings =>
        [
            Images.Allowed,
            $"--RetailPulse:Images:AllowedNetworks:1=127.0.0.1/32:{LatePort}",
            $"--RetailPulse:Images:AllowedNetworks:2=::1/128:{LatePort}",
            $"--RetailPulse:Webhooks:AllowedNetworks:0=127.0.0.1/32:{Receiver.Port}",
            $"--RetailPulse:Stores:Path={Path.Combine(folder.FullName, "stores.csv")}",
            "--RetailPulse:Images:Slots=16",
            "--RetailPulse:Images:MaxAttempts=1",
            "--RetailPulse:Gpu:MinSleep=0",
            "--RetailPulse:Gpu:MaxSleep=0",
            "--RetailPulse:Images:IdleTimeout=00:10:00",
            "--RetailPulse:Images:AttemptTimeout=00:10:00",
            "--RetailPulse:Webhooks:Waits:0=00:00:00.200",
            "--RetailPulse:Webhooks:Waits:1=00:00:00.500",
            "--RetailPulse:Webhooks:Waits:2=00:00:04",
        ];
}
