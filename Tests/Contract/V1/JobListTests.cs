using System.Text;
using System.Text.Json;
using RetailPulse.Client;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/jobs</c> over real HTTP.</summary>
public sealed class JobListTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        var first = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        var second = await api.SubmitAsync(("S2", ["http://a.example/1", "http://a.example/2"]));
        var third = await api.SubmitAsync(("S1", ["http://a.example/1"]), ("S2", ["http://a.example/2"]));
        foreach (var id in (long[])[first, second, third])
            await api.EndAsync(id);

        var job = await product.Client.Jobs.ListAsync(new JobQuery { PageSize = 1 }).FirstAsync();
        Assert.Equal((third, 2, 2L, $"/api/v1/jobs/{third}"), (job.Id, job.Visits, job.Images, job.Links.Self));
        Assert.Equal([third, second, first], await IdsAsync(new JobQuery { PageSize = 2 }, 3));
        Assert.Equal([third, first], await IdsAsync(new JobQuery { Store = "S1", PageSize = 1 }, 2));
        Assert.Equal(
            [third, second],
            await IdsAsync(
                new JobQuery
                {
                    Store = "S2",
                    SubmittedFrom = DateTimeOffset.UnixEpoch,
                    SubmittedTo = new(2999, 1, 1, 0, 0, 0, TimeSpan.Zero),
                },
                2
            )
        );
        Assert.Equal(
            ["jobs", "next_page_token", "previous_page_token"],
            (await api.GetAsync("jobs?submitted_to=2020-01-01")).EnumerateObject().Select(member => member.Name)
        );
        Assert.Empty(Ids(await api.GetAsync("jobs?submitted_to=2020-01-01")));
        Assert.Empty(await IdsAsync(new JobQuery { Status = JobStatus.Cancelled }, 1));
        Assert.Empty(await IdsAsync(new JobQuery { Store = "nowhere" }, 1));
    }

    [Fact]
    public async Task Jobs_are_listed_by_the_area_of_their_stores()
    {
        // More stores than the store master returns at once, and the one that matters is the last.
        var rows = string.Concat(Enumerable.Range(0, 1_001).Select(store => $"A{store:D4},A,30\n"));
        await product.Client.Stores.PutMasterAsync(
            Encoding.UTF8.GetBytes($"store_id,store_name,area_code\nS1,One,10\nS2,Two,10\nS3,Three,20\n{rows}")
        );
        var near = await api.SubmitAsync(("S3", ["http://a.example/1"]), ("S2", ["http://a.example/2"]));
        var far = await api.SubmitAsync(("A1000", ["http://a.example/1"]));
        foreach (var id in (long[])[near, far])
            await api.EndAsync(id);

        Assert.Equal([near], await IdsAsync(new JobQuery { Area = "20" }, 9));
        Assert.Equal([near], await IdsAsync(new JobQuery { Area = "10", Store = "S3" }, 9));
        Assert.Equal([far], await IdsAsync(new JobQuery { Area = "30" }, 9));
        Assert.Empty(await IdsAsync(new JobQuery { Area = "40" }, 9));
    }

    [Fact]
    public async Task A_job_is_listed_with_the_counts_that_it_has_itself()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("404", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await api.SubmitAsync(
            ("S1", ["http://a.example/1", "http://a.example/404", "http://b.example/404"]),
            ("S2", ["http://a.example/2"])
        );
        var job = await api.EndAsync(id);
        await Eventually.TrueAsync(
            async () => (await product.Client.Jobs.ListAsync().FirstAsync(listed => listed.Id == id)).Status == JobStatus.Failed,
            "the list shows the end of the job"
        );
        var listed = (await api.GetAsync($"jobs?q={id}")).GetProperty("jobs").EnumerateArray().Single();
        foreach (var member in (string[])["counts", "rate", "submitted_at", "ended_at"])
            Assert.Equal(job.GetProperty(member).GetRawText(), listed.GetProperty(member).GetRawText());
        Assert.Equal("""{"reason":"http_404","images":2}""", listed.GetProperty("top_reason").GetRawText());
        foreach (
            var query in new JobQuery[]
            {
                new() { Reason = "http_404" },
                new() { Host = "B.example" },
                new() { MinFailed = 2 },
                new() { EndedFrom = DateTimeOffset.UnixEpoch, Sort = JobOrder.Ended },
            }
        )
            Assert.Contains(id, await IdsAsync(query, 9));
        foreach (
            var query in new JobQuery[]
            {
                new() { Reason = "dns" },
                new() { Host = "c.example" },
                new() { MinFailed = 3, Text = $"{id}" },
            }
        )
            Assert.DoesNotContain(id, await IdsAsync(query, 9));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(JobOrder.Ended)]
    public async Task Pages_lead_back_to_the_pages_before(string? sort)
    {
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, await api.SubmitAsync(("S-back", ["http://a.example/1"])));
            await api.EndAsync(ids[0]);
        }

        var query = new JobQuery
        {
            Store = "S-back",
            Sort = sort,
            PageSize = 2,
        };
        await Eventually.TrueAsync(
            async () => await product.Client.Jobs.ListAsync(query with { Status = JobStatus.Failed }).CountAsync() >= 5,
            "the list shows the ends of the jobs"
        );
        var first = await product.Client.Jobs.GetPageAsync(query);
        var second = await product.Client.Jobs.GetPageAsync(query, first.NextPageToken);
        var third = await product.Client.Jobs.GetPageAsync(query, second.NextPageToken);
        Assert.Null(first.PreviousPageToken);
        Assert.Equal(ids[..2], first.Jobs.Select(job => job.Id).Take(2));
        Assert.Equal(ids[2..4], second.Jobs.Select(job => job.Id));
        Assert.Equal(ids[4], third.Jobs[0].Id);

        var back = await product.Client.Jobs.GetPageAsync(query, third.PreviousPageToken);
        Assert.Equal(ids[2..4], back.Jobs.Select(job => job.Id));
        Assert.Equal(third.Jobs[0].Id, (await product.Client.Jobs.GetPageAsync(query, back.NextPageToken)).Jobs[0].Id);
        var begin = await product.Client.Jobs.GetPageAsync(query, back.PreviousPageToken);
        Assert.Equal(ids[..2], begin.Jobs.Select(job => job.Id));
        Assert.Null(begin.PreviousPageToken);

        // A job that came later is on a page before the first one.
        var later = await api.SubmitAsync(("S-back", ["http://a.example/1"]));
        await api.EndAsync(later);
        await Eventually.TrueAsync(
            async () => (await product.Client.Jobs.GetPageAsync(query)).Jobs[0].Id == later,
            "the list shows the later job"
        );
        var before = await product.Client.Jobs.GetPageAsync(query, second.PreviousPageToken);
        Assert.Equal(ids[..2], before.Jobs.Select(job => job.Id));
        Assert.Equal([later], (await product.Client.Jobs.GetPageAsync(query, before.PreviousPageToken)).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task A_token_goes_with_its_own_query_only()
    {
        for (var i = 0; i < 2; i++)
            await api.SubmitAsync(("S1", ["http://a.example/1"]));
        var token = (await api.GetAsync("jobs?store=S1&page_size=1")).GetProperty("next_page_token").GetString();
        Assert.Single(Ids(await api.GetAsync($"jobs?page_size=1&page_token={token}&store=S1")));
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"jobs?page_size=1&page_token={token}"));
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"jobs?store=S2&page_token={token}"));
        Assert.Equal(["page_token"], await api.RefusedFieldsAsync($"jobs?store=S1&status=failed&page_token={token}"));
    }

    [Theory]
    [InlineData("status=done", "status")]
    [InlineData("status=", "status")]
    [InlineData("status=Failed", "status")]
    [InlineData("status=failed&status=completed", "status")]
    [InlineData("store=", "store")]
    [InlineData("store=a%00b", "store")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("page_size=1001", "page_size")]
    [InlineData("page_size=-1", "page_size")]
    [InlineData("page_size=ten", "page_size")]
    [InlineData("page_token=x", "page_token")]
    [InlineData("page_token=AAAAAAAAAAAAAAAAAAAAAA", "page_token")]
    [InlineData("submitted_from=yesterday", "submitted_from")]
    [InlineData("submitted_from=2026-13-01", "submitted_from")]
    [InlineData("submitted_to=05/04/2026", "submitted_to")]
    [InlineData("submitted_to=9999-12-31", "submitted_to")]
    [InlineData("submitted_from=2026-05-05&submitted_to=2026-05-04", "submitted_to")]
    [InlineData("ended_from=x&ended_to=2026-13-01", "ended_from", "ended_to")]
    [InlineData("ended_from=2026-05-05&ended_to=2026-05-04", "ended_to")]
    [InlineData("reason=broken&host=&min_failed=-1&q=", "reason", "host", "min_failed", "q")]
    [InlineData("sort=asc", "sort")]
    [InlineData("order=asc", "order")]
    [InlineData(
        "status=x&store=&area=&page_size=x&page_token=x&submitted_from=x&submitted_to=x&y=1",
        "status",
        "store",
        "submitted_from",
        "submitted_to",
        "area",
        "page_size",
        "page_token",
        "y"
    )]
    public async Task Every_wrong_field_is_named(string query, params string[] fields) =>
        Assert.Equal(fields, await api.RefusedFieldsAsync($"jobs?{query}"));

    /// <summary>The first jobs that a query finds, from however many pages.</summary>
    private ValueTask<List<long>> IdsAsync(JobQuery query, int most) =>
        product.Client.Jobs.ListAsync(query).Select(job => job.Id).Take(most).ToListAsync();

    private static IEnumerable<long> Ids(JsonElement page) =>
        page.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetInt64());
}
