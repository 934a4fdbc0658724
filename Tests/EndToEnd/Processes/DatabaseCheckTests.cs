using System.Security.Cryptography;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests the command that checks a database, on what the real service wrote.</summary>
public sealed class DatabaseCheckTests : IDisposable
{
    private readonly SqliteFolder folder = new();

    private string Settings => $"--ConnectionStrings:RetailPulse={folder.ConnectionString}";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_check_passes_while_jobs_run_and_afterwards_and_lists_findings()
    {
        await using var images = await ImageServer.StartAsync();
        var gate = new TaskCompletionSource();
        await using (
            var process = await ProductProcess.StartFrontEndAsync(
                Settings,
                "--RetailPulse:Cluster:SiloPort=0",
                "--RetailPulse:Cluster:GatewayPort=0",
                "--RetailPulse:Gpu:MinSleep=0",
                "--RetailPulse:Gpu:MaxSleep=0",
                images.Allowed
            )
        )
        {
            var first = await SiloCluster.SubmitAsync(process.Http, images.Address, visits: 3, imagesPerVisit: 40);
            await EndedAsync(process, first);
            images.Gate = gate.Task;
            var second = await SiloCluster.SubmitAsync(process.Http, images.Address, visits: 2, imagesPerVisit: 5);
            await Eventually.TrueAsync(() => images.Waiting > 0, "the images are in flight");
            await DatabaseChecks.PassesAsync(Settings);
            gate.SetResult();
            await EndedAsync(process, second);
            await process.StopAsync();
        }

        var before = Digest();
        await DatabaseChecks.PassesAsync(Settings);
        Assert.Equal(before, Digest());

        folder.Execute("UPDATE jobs SET images = images + 1 WHERE job_id = 1");
        var (exitCode, output) = await DatabaseChecks.RunAsync(Settings);
        Assert.Equal(1, exitCode);
        Assert.Contains("jobs, job 1: the job has 121 images, and its visits have 120.", output, StringComparison.Ordinal);
        Assert.Contains("The database is not whole: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_checked_has_an_exit_code_of_its_own()
    {
        var (exitCode, output) = await DatabaseChecks.RunAsync(Settings);
        Assert.Equal(2, exitCode);
        Assert.Contains("RetailPulse cannot check the database. There is no database '", output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File));
        Assert.Equal(2, (await DatabaseChecks.RunAsync("--checks", Settings)).ExitCode);
    }

    private static Task EndedAsync(ProductProcess process, long? job) =>
        Eventually.TrueAsync(
            async () => (await process.Http.GetStringAsync($"/api/status?jobid={job}")).Contains("completed", StringComparison.Ordinal),
            $"job {job} completes"
        );

    private string Digest() => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(folder.File)));
}
