using System.Globalization;
using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>Tests how often a small job reads and writes the database.</summary>
public sealed class SmallJobTests(FaultCluster cluster) : IClassFixture<FaultCluster>
{
    /// <summary>Number of jobs. One of them may be nudged while it works, and then reads more.</summary>
    private const int Jobs = 5;

    [Fact]
    public async Task A_job_of_one_image_takes_two_reads_and_three_commits() =>
        Assert.Contains(
            await RunAsync("good"),
            calls => calls.SequenceEqual(["find job", "submit job", "RecordResult", "Tally", "end job"])
        );

    [Fact]
    public async Task A_failed_job_of_one_image_also_reads_its_errors() =>
        Assert.Contains(
            await RunAsync("broken"),
            calls => calls.SequenceEqual(["find job", "submit job", "RecordResult", "Tally", "ReadStoreErrors", "end job"])
        );

    /// <summary>Runs several jobs of one image and returns the calls that each has made.</summary>
    private async Task<string[][]> RunAsync(string host)
    {
        var calls = new List<string[]>();
        for (var job = 0; job < Jobs; job++)
            calls.Add(await RunOneAsync(host));
        return [.. calls];
    }

    private async Task<string[]> RunOneAsync(string host)
    {
        var (id, scope) = (cluster.NextCase(), new FaultScope());
        cluster.Scopes.Assign(FaultScopes.Job(id), scope);
        scope.Arm([]);
        await cluster.Job(id).SubmitAsync(Of(Visit("S1", string.Create(CultureInfo.InvariantCulture, $"http://{host}-{id}.example/"))));
        await Eventually.TrueAsync(
            () => cluster.Read($"SELECT 1 FROM jobs WHERE job_id = {id} AND ended_at IS NOT NULL").Count == 1,
            $"job {id} ends"
        );
        scope.Disarm();
        Assert.NotEqual(JobStatus.Ongoing, (await cluster.Job(id).GetStatusAsync())!.Status);
        return [.. scope.Names];
    }
}
