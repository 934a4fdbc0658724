using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests SIGTERM: the process ends in order and in time, no matter what it is doing.</summary>
public sealed partial class StopTests : IDisposable
{
    private readonly SqliteFolder folder = new();

    private string[] Settings =>
        [
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
        ];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_idle_silo_and_its_front_end_stop_at_once()
    {
        await using var cluster = new SiloCluster(Settings);
        await cluster.AddAsync(silos: 1, fronts: 1);
        await EndsAsync(cluster.Silos[0], within: 12);
        await EndsAsync(cluster.Fronts[0], within: 12);
    }

    [Fact]
    public async Task A_front_end_that_finds_no_silo_can_be_stopped()
    {
        await using var front = ProductProcess.Launch(
            "WebFrontend",
            [.. Settings, "--urls=http://127.0.0.1:0", "--RetailPulse:Cluster:Role=Client"]
        );
        await Eventually.TrueAsync(() => front.Output.Contains("Waiting for a silo", StringComparison.Ordinal), "it looks for silos");
        await EndsAsync(front, within: 12);
    }

    [Fact]
    public async Task An_embedded_front_end_records_what_is_in_flight_and_begins_nothing()
    {
        await using var images = await ImageServer.StartAsync(TimeSpan.FromSeconds(2));
        await using var front = await ProductProcess.StartFrontEndAsync([.. Settings, images.Allowed, "--RetailPulse:Images:Slots=20"]);
        await SiloCluster.SubmitAsync(front.Http, images.Address, visits: 100, imagesPerVisit: 10);
        await Eventually.TrueAsync(() => images.Served >= 20, "images are in flight");
        await EndsAsync(front, within: 15);
        Assert.Equal(images.ServedPaths, Count("SELECT count(*) FROM image_results"));
    }

    [Fact]
    public async Task A_submission_in_progress_is_answered_before_the_stop()
    {
        await using var front = await ProductProcess.StartFrontEndAsync(Settings);
        var body = """{"count":1,"visits":[{"store_id":"S00339218","image_url":["http://a.invalid/1"],"visit_time":"t"}]}"""u8.ToArray();
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", front.Http.BaseAddress!.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/submit/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {body.Length}\r\n\r\n"
            )
        );
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 100 Continue", await reader.ReadLineAsync());
        Assert.Equal("", await reader.ReadLineAsync());
        await stream.WriteAsync(body.AsMemory(0, 10));

        var stopping = front.StopAsync();
        await Eventually.TrueAsync(() => front.Output.Contains("shutting down", StringComparison.Ordinal), "it stops");
        await stream.WriteAsync(body.AsMemory(10));
        Assert.Equal("HTTP/1.1 201 Created", await reader.ReadLineAsync());

        // The job that begins while its only silo leaves may find no silo for its first image, which Orleans logs with a stack trace.
        var (exitCode, took) = await stopping;
        Assert.Equal(0, exitCode);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(TestMachine.Seconds(10)));
        Assert.Equal(1, Count("SELECT count(*) FROM jobs"));
    }

    [Fact]
    public async Task Images_that_take_too_long_are_left_for_the_next_start()
    {
        await using var images = await ImageServer.StartAsync(TimeSpan.FromMinutes(1));
        await using var front = await ProductProcess.StartFrontEndAsync([
            .. Settings,
            images.Allowed,
            "--RetailPulse:Images:IdleTimeout=00:02:00",
            "--RetailPulse:Images:AttemptTimeout=00:02:00",
        ]);
        await SiloCluster.SubmitAsync(front.Http, images.Address, visits: 2, imagesPerVisit: 10);
        await Eventually.TrueAsync(() => images.Served == 20, "images are in flight");
        await EndsAsync(front, within: 30);
        Assert.Equal(0, Count("SELECT count(*) FROM image_results"));
    }

    [Theory]
    [InlineData("WebFrontend")]
    [InlineData("Silo")]
    public async Task A_start_that_is_stopped_at_any_moment_ends_cleanly(string assembly)
    {
        for (var lines = 0; lines <= 10; lines++)
        {
            string[] urls = assembly == "Silo" ? [] : ["--urls=http://127.0.0.1:0"];
            await using var process = ProductProcess.Launch(assembly, [.. Settings, .. urls]);
            await Eventually.TrueAsync(
                () => process.Ready.IsCompleted || process.Output.Count(character => character == '\n') >= lines,
                $"{lines} lines are printed"
            );
            var (exitCode, _) = await process.StopAsync();

            // Until the runtime listens for signals, the system ends the process, which has not printed anything yet.
            Assert.True(
                exitCode == 0 || (exitCode == 128 + 15 && process.Output.Length == 0),
                $"Exit code {exitCode} after {lines} lines:\n{process.Output}"
            );

            // Orleans logs that the start of its silo was canceled, with a stack trace.
            Assert.DoesNotContain("Unhandled exception", process.Output, StringComparison.Ordinal);
        }
    }

    private static async Task EndsAsync(ProductProcess process, int within)
    {
        var (exitCode, took) = await process.StopAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"{took}\n{process.Output}");
        Assert.True(exitCode == 0, process.Output);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(within));
        Assert.Contains("shutting down", process.Output);
        Assert.DoesNotContain("Unhandled exception", process.Output);
        Assert.Empty(Failures(process.Output[process.Output.IndexOf("shutting down", StringComparison.Ordinal)..]));
    }

    /// <summary>Returns the entries with a stack trace, except those of Orleans, which may log a call that failed while a silo leaves.</summary>
    private static IEnumerable<string> Failures(string log)
    {
        var entry = "";
        foreach (var line in log.Split('\n'))
            if (Entry().IsMatch(line))
                entry = line;
            else if (line.StartsWith("   at ", StringComparison.Ordinal) && !entry.Contains(" Orleans.", StringComparison.Ordinal))
                yield return entry;
    }

    [GeneratedRegex(@"^\S+Z [a-z]+ ")]
    private static partial Regex Entry();

    private long Count(string query) => SqliteFile.Count(folder.File, query);
}
