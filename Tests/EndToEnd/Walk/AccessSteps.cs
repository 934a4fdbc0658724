using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Keys, roles, tenants and limits.</summary>
internal sealed class AccessSteps(Scene scene)
{
    public IEnumerable<Func<Task>> All =>
        [
            Health_needs_no_key,
            A_key_is_told_who_it_is,
            Without_a_key_nothing_is_served,
            A_lesser_role_is_not_enough,
            A_job_of_another_tenant_does_not_exist,
            A_key_may_come_only_so_often,
            A_tenant_cannot_exceed_its_quota_of_jobs,
        ];

    /// <summary>While the tenant's one job is not over.</summary>
    public async Task The_quota_is_used_up_through_every_front_end()
    {
        foreach (var front in scene.Deployment.Fronts)
        {
            var refused = await Working.RefusedAsync(
                () => Scene.AsOnce(WalkKey.Small, front.Http).SubmitAsync(("S1", [scene.Photo(71)])),
                429,
                "quota_exceeded"
            );
            Assert.True(refused.RetryAfter > TimeSpan.Zero);
        }
    }

    private async Task Health_needs_no_key()
    {
        foreach (var front in scene.Deployment.Fronts)
        {
            foreach (var path in (string[])["/health", "/alive", "/health/live", "/health/ready", "/health/startup"])
            {
                using var response = await scene.SendAsync(null, HttpMethod.Get, path, front: front.Http);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }
    }

    private async Task A_key_is_told_who_it_is()
    {
        foreach (var front in scene.Deployment.Fronts)
        {
            var me = await scene.As(WalkKey.Reader, front.Http).GetMeAsync();
            Assert.Equal("read", me.Role);
            Assert.NotNull(me.Key);
            var cluster = await scene.As(WalkKey.Admin, front.Http).Cluster.GetAsync();
            Assert.Equal(scene.Deployment.Silos, cluster.Silos.Count(silo => silo.Answered));
            Assert.All(cluster.Silos, silo => Assert.Equal(16, silo.Report!.Slots.Total));
            Assert.All(
                cluster.FrontEnd.Settings.Where(setting => setting.Name.EndsWith("Sha256", StringComparison.Ordinal)),
                setting => Assert.Equal((null, true, "command_line"), (setting.Value, setting.Secret, setting.Source))
            );
            Assert.Equal("hour", (await scene.As(WalkKey.Admin, front.Http).Cluster.GetThroughputAsync(perHour: true)).Per);
        }
    }

    private async Task Without_a_key_nothing_is_served()
    {
        foreach (
            var operation in ApiDocument.Committed.Operations.Where(operation =>
                operation.Path.StartsWith("/api/", StringComparison.Ordinal)
            )
        )
        {
            using var answer = await AskAsync(null, operation, job: 1);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, operation.Name);
        }
    }

    private async Task A_lesser_role_is_not_enough()
    {
        await Working.RefusedAsync(() => scene.As(WalkKey.Reader).SubmitAsync(("S1", [scene.Photo(70)])), 403, "forbidden");
        await Working.RefusedAsync(() => scene.As(WalkKey.Submitter).Stores.PutMasterAsync(new byte[1]), 403, "forbidden");
    }

    private async Task A_job_of_another_tenant_does_not_exist()
    {
        var job = await scene.As(WalkKey.Reader).Jobs.ListAsync().FirstAsync();
        foreach (
            var operation in ApiDocument.Committed.Operations.Where(operation =>
                operation.Path.Contains("/jobs/{id}", StringComparison.Ordinal)
            )
        )
        {
            using var answer = await AskAsync(WalkKey.Stranger, operation, job.Id);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(
                (answer.StatusCode, problem.GetProperty("code").GetString()) == (HttpStatusCode.NotFound, "job_not_found"),
                $"{operation.Name}: {problem}"
            );
        }

        Assert.DoesNotContain(job.Id, await scene.As(WalkKey.Stranger).Jobs.ListAsync().Select(listed => listed.Id).ToListAsync());
        await Assert.ThrowsAsync<RetailPulseException>(() => scene.As(WalkKey.Stranger, scene.Last).Jobs.GetStatusAsync(job.Id));
    }

    private async Task A_key_may_come_only_so_often()
    {
        RetailPulseException? refused = null;
        for (var asked = 0; asked < 100 && refused is null; asked++)
            refused =
                await Record.ExceptionAsync(() => Scene.AsOnce(WalkKey.Slow, scene.Last).Stores.GetMasterAsync()) as RetailPulseException;
        Assert.Equal(
            (HttpStatusCode.TooManyRequests, "rate_limited", TimeSpan.FromSeconds(1)),
            (refused?.Status, refused?.Code, refused?.RetryAfter)
        );
    }

    private async Task A_tenant_cannot_exceed_its_quota_of_jobs()
    {
        var (held, gate) = await scene.HoldAsync(WalkKey.Small, [scene.Photo(70)]);
        await The_quota_is_used_up_through_every_front_end();
        gate.SetResult();
        await scene.As(WalkKey.Small).EndAsync(held, JobStatus.Completed);
    }

    private Task<HttpResponseMessage> AskAsync(WalkKey? key, DocumentedOperation operation, long job)
    {
        var path = operation
            .Path.Replace("{id}", $"{job}", StringComparison.Ordinal)
            .Replace("{visit}", "0", StringComparison.Ordinal)
            .Replace("{image}", "0", StringComparison.Ordinal)
            .Replace("{delivery}", "msg_1", StringComparison.Ordinal);
        return scene.SendAsync(key, new HttpMethod(operation.Method), path, front: scene.Last);
    }
}
