using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests the C# client that waits for a job and listens to it while the service is killed, or stopped, and starts again.</summary>
public sealed class ClientRestartTests : IDisposable
{
    private const int Visits = 100;
    private const int ImagesPerVisit = 10;

    private readonly SqliteFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Waiting_and_listening_survive_a_restart_of_the_service(string signal)
    {
        await using var images = await ImageServer.StartAsync(TimeSpan.FromMilliseconds(20));
        images.Missing = "/1.gif";
        string[] settings =
        [
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            "--RetailPulse:Images:Slots=8",
            $"--urls=http://127.0.0.1:{FreePorts.Next()}",
            images.Allowed,
        ];
        await using var first = await ProductProcess.StartFrontEndAsync(settings);
        using var client = new RetailPulseClient(first.Http.BaseAddress!);
        var job = await SiloCluster.SubmitAsync(first.Http, images.Address, Visits, ImagesPerVisit);
        var waiting = client.Jobs.WaitForEndAsync(job);
        var listening = ListenAsync(client, job);
        await Eventually.TrueAsync(() => images.Served > Visits, "some images were fetched");

        await first.SignalAsync(signal);
        await first.EndAsync();
        Assert.False(waiting.IsCompleted);
        await using var second = await ProductProcess.StartFrontEndAsync(settings);

        Assert.Equal("failed", (await waiting).Status);
        Assert.Equal(Visits, (await listening).Distinct().Count());
        Assert.Equal(Visits, (await listening).Count);
    }

    /// <summary>Returns the failed images that were reported until the end of the job.</summary>
    private static async Task<List<(int Visit, int Image)>> ListenAsync(RetailPulseClient client, long job)
    {
        var failed = new List<(int, int)>();
        await foreach (var happened in client.Jobs.ListenAsync(job))
        {
            if (happened is FailedImage image)
                failed.Add((image.Visit, image.Image));
        }

        return failed;
    }
}
