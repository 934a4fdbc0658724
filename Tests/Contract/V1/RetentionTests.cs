using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Cluster;
using RetailPulse.Grains.Jobs.Retention;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Sqlite.Reading;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>What is left of a job when its time is over: nothing.</summary>
public sealed class RetentionTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task A_job_is_removed_after_its_retention_and_not_before()
    {
        var id = await api.SubmitAsync([
            .. Enumerable.Range(0, 1_200).Select(visit => ("S1", (string[])[$"http://a.example/{visit}", "http://a.example/b"])),
        ]);
        await api.EndAsync(id);

        Assert.False(await RemoveAsync(days: 29));
        Assert.False(await RemoveAsync(days: 400, kept: TimeSpan.Zero));
        Assert.Equal("completed", (await api.GetAsync($"jobs/{id}")).GetProperty("status").GetString());

        await RemoveAsync(days: 31, mine: false);
        Assert.Equal("completed", (await api.GetAsync($"jobs/{id}")).GetProperty("status").GetString());

        await RemoveAsync(days: 31);
        await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}");
        await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}/images");
        await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}/repeated-photos");
        using var status = await product.Http.GetAsync($"/api/status?jobid={id}", TestContext.Current.CancellationToken);
        Assert.Equal("""{"error":"Job ID not found"}""", await status.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, CountRows(id));
        Assert.Equal(0, product.Count($"SELECT count(*) FROM OrleansStorage WHERE GrainTypeString = 'job' AND GrainIdN1 = {id}"));
    }

    [Fact]
    public async Task An_interrupted_removal_continues()
    {
        var id = await api.SubmitAsync([.. Enumerable.Range(0, 1_200).Select(visit => ("S2", (string[])[$"http://a.example/{visit}"]))]);
        await api.EndAsync(id);
        var ledger = product.Services.GetRequiredService<IRetentionLedger>();
        Assert.True(
            await product.Services.GetRequiredService<JobReferences>().Job(id).DeleteAsync(TimeProvider.System.GetUtcNow().AddDays(1))
        );
        Assert.Equal(1_000, await ledger.DeleteRowsAsync(id, 1_000, CancellationToken.None));
        await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}");

        await RemoveAsync(days: 31);
        Assert.Equal(0, CountRows(id));
    }

    [Fact]
    public async Task A_job_that_cannot_be_deleted_does_not_keep_the_others()
    {
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await api.SubmitAsync(("S3", ["http://a.example/1"])));
            await api.EndAsync(ids[^1]);
        }

        product.Write(
            $"CREATE TRIGGER stuck BEFORE UPDATE OF status ON jobs WHEN new.job_id = {ids[0]} BEGIN SELECT RAISE(ABORT, 'stuck'); END"
        );
        await RemoveAsync(days: 31);
        product.Write("DROP TRIGGER stuck");
        Assert.Equal("completed", (await api.GetAsync($"jobs/{ids[0]}")).GetProperty("status").GetString());
        foreach (var id in ids[1..])
            await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}");
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_by_a_month_removes_nothing()
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        var time = new Ahead(TimeSpan.Zero);
        var watch = new ClockWatch(time);
        time.By = TimeSpan.FromDays(40);
        Assert.False(await RemoveAsync(time, watch));
        Assert.Equal("completed", (await api.GetAsync($"jobs/{id}")).GetProperty("status").GetString());

        time.By = TimeSpan.FromMinutes(50);
        Assert.False(await RemoveAsync(time, watch, kept: TimeSpan.FromMinutes(10)));
        await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}");
    }

    private long CountRows(long id) =>
        product.Count(
            $"SELECT (SELECT count(*) FROM jobs WHERE job_id = {id}) + (SELECT count(*) FROM visits WHERE job_id = {id}) + (SELECT count(*) FROM image_results WHERE job_id = {id})"
        );

    private Task<bool> RemoveAsync(int days, bool mine = true, TimeSpan? kept = null)
    {
        var time = new Ahead(TimeSpan.FromDays(days));
        return RemoveAsync(time, new ClockWatch(time), mine, kept);
    }

    private Task<bool> RemoveAsync(Ahead time, ClockWatch watch, bool mine = true, TimeSpan? kept = null)
    {
        var options = Options.Create(new RetentionOptions { Retention = kept ?? new RetentionOptions().Retention });
        var expired = new ExpiredJobRemover(
            product.Services.GetRequiredService<IRetentionLedger>(),
            product.Services.GetRequiredService<JobRows>(),
            product.Services.GetRequiredService<JobReferences>(),
            new DeletedJobs(TimeProvider.System),
            options,
            Unheard.Jobs,
            new DeletionClock(watch, new SqliteClock(), time, NullLogger<DeletionClock>.Instance),
            NullLogger<ExpiredJobRemover>.Instance
        );
        return expired.RemoveAsync(_ => mine, CancellationToken.None);
    }

    /// <summary>A clock that is ahead, with timers that are not.</summary>
    private sealed class Ahead(TimeSpan by) : TimeProvider
    {
        public TimeSpan By { get; set; } = by;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + By;
    }
}
