using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests the script that starts several processes, with real processes.</summary>
public sealed class ClusterScriptTests : IAsyncLifetime
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    private readonly ClusterScript cluster = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Two_silos_and_a_front_end_start_work_and_stop()
    {
        await using var images = await ImageServer.StartAsync();
        var started = await cluster.StartAsync("--silos", "2", "--", images.Allowed);
        Assert.True(started.ExitCode == 0, started.Output);
        var processes = cluster.Noted;
        Assert.Equal((3, 0, 1), (processes.Length, (await cluster.RunAsync("status")).ExitCode, (await cluster.StartAsync()).ExitCode));

        using var http = new HttpClient { BaseAddress = ClusterScript.AddressIn(started.Output) };
        var visit = new
        {
            store_id = "S00339218",
            image_url = new[] { new Uri(images.Address, "1.gif") },
            visit_time = "2026-05-04T09:30:00Z",
        };
        using var submitted = await http.PostAsJsonAsync("/api/submit/", new { count = 1, visits = new[] { visit } });
        Assert.Equal(HttpStatusCode.Created, submitted.StatusCode);

        // On a slow machine, the front end may have submitted twice. Only the acknowledged job must exist.
        var jobId = (await submitted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync($"/api/status?jobid={jobId}")).Contains("completed", StringComparison.Ordinal),
            "the job completes"
        );

        // Other users of this machine can neither read what the cluster writes nor call its silos.
        var made = Directory.EnumerateFileSystemEntries(cluster.Folder, "*", SearchOption.AllDirectories).Append(cluster.Folder).ToList();
        Assert.Contains(Path.Combine(cluster.Folder, "silo-1.log"), made);
        Assert.Contains(Path.Combine(cluster.Folder, "migration.log"), made);
        Assert.Contains(Path.Combine(cluster.Folder, "retailpulse.db-wal"), made);
        Assert.All(made, path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others));
        Assert.Contains("Protecting the ports of the cluster", await File.ReadAllTextAsync(Path.Combine(cluster.Folder, "silo-1.log")));
        Assert.Contains("Protecting connections to silos", await File.ReadAllTextAsync(Path.Combine(cluster.Folder, "front-end-1.log")));

        var stopped = await cluster.RunAsync("stop");
        Assert.True(stopped.ExitCode == 0, stopped.Output);
        Assert.DoesNotContain(processes, ClusterScript.Runs);
        Assert.Equal((0, 1), ((await cluster.RunAsync("stop")).ExitCode, (await cluster.RunAsync("status")).ExitCode));
    }

    [Fact]
    public async Task A_silo_that_fails_to_start_is_reported_and_leaves_nothing()
    {
        Directory.CreateDirectory(cluster.Folder);
        File.SetUnixFileMode(
            cluster.Folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead
        );
        var (exitCode, output) = await cluster.StartAsync("--silos", "1", "--", "--RetailPulse:Images:Slots=0");
        Assert.Contains($"Other users can read or change: {cluster.Folder}", output);
        Assert.True(exitCode == 1 && output.Contains("silo-1 ended instead of starting", StringComparison.Ordinal), output);
        Assert.Contains("RetailPulse:Images:Slots must be 1 to 100000", output);
        Assert.DoesNotContain(cluster.Noted, ClusterScript.Runs);
    }
}
