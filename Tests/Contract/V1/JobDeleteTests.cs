using System.Net;
using RetailPulse.Client;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>DELETE /api/v1/jobs/{id}</c> over real HTTP.</summary>
public sealed class JobDeleteTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task A_deleted_job_is_gone_at_once_and_its_rows_soon()
    {
        var id = await api.SubmitAsync([.. Enumerable.Range(0, 1_200).Select(visit => ("S2", (string[])[$"http://a.example/{visit}"]))]);
        await api.EndAsync(id);
        var kept = await api.SubmitAsync(("S2", ["http://a.example/kept"]));
        await api.EndAsync(kept);
        Assert.Equal((HttpStatusCode.OK, $$"""{"id":{{id}},"deleted":true}"""), await DeleteAsync(id));
        await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}");
        await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}/images");
        Assert.DoesNotContain(id, await product.Client.Jobs.ListAsync().Select(job => job.Id).ToListAsync());
        Assert.Equal([kept], await product.Client.Stores.ListVisitsAsync("S2").Select(visit => visit.JobId).ToListAsync());
        await Eventually.TrueAsync(
            () =>
                product.Count(
                    $"""
                    SELECT (SELECT count(*) FROM jobs WHERE job_id = {id}) + (SELECT count(*) FROM visits WHERE job_id = {id})
                      + (SELECT count(*) FROM image_results WHERE job_id = {id})
                    """
                ) == 0,
            "the rows are removed"
        );
        Assert.Equal(0, product.Count($"SELECT count(*) FROM OrleansStorage WHERE GrainTypeString = 'job' AND GrainIdN1 = {id}"));
        Assert.Equal("completed", (await api.EndAsync(kept)).GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync(id)).Status);
    }

    [Fact]
    public async Task An_ongoing_job_must_be_cancelled_first()
    {
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        var id = await api.SubmitAsync(("S1", ["http://a.example/slow"]));
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() => product.Client.Jobs.DeleteAsync(id));
        Assert.Equal((HttpStatusCode.Conflict, "job_is_ongoing"), (refused.Status, refused.Code));
        await product.Client.Jobs.CancelAsync(id);
        await product.Client.Jobs.DeleteAsync(id);
        gate.SetResult();
        await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}");
    }

    private async Task<(HttpStatusCode Status, string Body)> DeleteAsync(long id)
    {
        var (status, body) = await api.SendAsync(HttpMethod.Delete, $"jobs/{id}");
        return (status, body.GetRawText());
    }
}
