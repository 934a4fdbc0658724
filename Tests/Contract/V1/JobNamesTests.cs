using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RetailPulse.Client;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Labels, metadata, and references over real HTTP.</summary>
public sealed class JobNamesTests(Product product) : IClassFixture<Product>
{
    private static readonly Dictionary<string, string> Order = new() { ["order"] = "4711", ["Zürich & Bern"] = "a=b" };

    private static readonly Submission Named = new(
        [new VisitToMeasure("S1", ["http://a.example/0", new ImageToMeasure("http://a.example/gone", "photo-1")], "2026-05-04", "visit-7")],
        Label: "Week 19",
        Metadata: Order
    );

    private readonly Api api = new(product.Http);
    private readonly RetailPulseClient client = product.Client;

    [Fact]
    public async Task Names_are_shown_wherever_the_job_is()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = (await client.Jobs.SubmitAsync(Named)).Id;
        await api.EndAsync(id);

        var job = await client.Jobs.GetAsync(id);
        Assert.Equal("Week 19", job.Label);
        Assert.Equal(Order, job.Metadata);
        var images = await client.Jobs.ListImagesAsync(id).ToListAsync();
        Assert.Equal([(null, "visit-7"), ("photo-1", "visit-7")], images.Select(image => (image.Reference, image.VisitReference)));
        Assert.Equal(
            images.Select(image => image.Reference),
            await client.Jobs.ExportImagesAsync(id).Select(image => image.Reference).ToListAsync()
        );
        Assert.EndsWith(",photo-1,visit-7\r\n", await ReadAsync($"jobs/{id}/images.csv"));
        var failure = await client.Failures.ListAsync().FirstAsync(failure => failure.JobId == id);
        Assert.Equal(("Week 19", "photo-1", "visit-7"), (failure.JobLabel, failure.Reference, failure.VisitReference));
        Assert.Contains(",Week 19,photo-1,visit-7\r\n", await ReadAsync("failures.csv"));
        Assert.Equal("visit-7", (await client.Stores.ListVisitsAsync("S1").FirstAsync(visit => visit.JobId == id)).Reference);

        var events = await client.Jobs.ListenAsync(id).ToListAsync();
        Assert.Equal(
            ("photo-1", "visit-7"),
            (events.OfType<FailedImage>().Single() is var failed ? (failed.Reference, failed.VisitReference) : default)
        );
        var end = events.OfType<JobEnd>().Single();
        Assert.Equal("Week 19", end.Label);
        Assert.Equal(Order, end.Metadata);
    }

    [Fact]
    public async Task Images_and_failures_are_found_by_their_references()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var (one, other) = ($"photo {Guid.NewGuid()}", $"visit {Guid.NewGuid()}");
        ImageToMeasure[] images = [new ImageToMeasure("http://a.example/gone", one), "http://a.example/0"];
        var id = (
            await client.Jobs.SubmitAsync(
                new Submission([
                    new VisitToMeasure("S1", images, "2026-05-04"),
                    new VisitToMeasure("S2", images, "2026-05-04", other),
                    new VisitToMeasure("S3", ["http://a.example/1"], "2026-05-04", other),
                ])
            )
        ).Id;
        await api.EndAsync(id);

        foreach (
            var (query, places) in ((ImageQuery, string)[])
                [
                    (new ImageQuery { Reference = one }, "0/0 1/0"),
                    (new ImageQuery { Reference = one, PageSize = 1 }, "0/0 1/0"),
                    (new ImageQuery { VisitReference = other }, "1/0 1/1 2/0"),
                    (new ImageQuery { VisitReference = other, Reference = one }, "1/0"),
                    (new ImageQuery { VisitReference = other, Status = ImageStatus.Measured }, "1/1 2/0"),
                    (new ImageQuery { VisitReference = other, Reason = "http_404" }, "1/0"),
                    (new ImageQuery { VisitReference = other, Status = ImageStatus.Pending }, ""),
                    (new ImageQuery { Reference = other }, ""),
                ]
        )
        {
            Assert.Equal(places, Places(await client.Jobs.ListImagesAsync(id, query).ToListAsync()));
            Assert.Equal(places, Places(await client.Jobs.ExportImagesAsync(id, query).ToListAsync()));
        }

        Assert.Equal(
            3,
            (await ReadAsync($"jobs/{id}/images.csv?reference={Uri.EscapeDataString(one)}"))
                .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                .Length
        );
        Assert.Equal(
            [0, 1],
            await client.Failures.ListAsync(new FailureQuery { Reference = one }).Select(failure => failure.Visit).Order().ToListAsync()
        );
        Assert.Equal(
            [1],
            await client.Failures.ExportAsync(new FailureQuery { VisitReference = other }).Select(failure => failure.Visit).ToListAsync()
        );
        Assert.Equal(["reference"], await api.RefusedFieldsAsync($"jobs/{id}/images?reference={new string('r', 201)}"));
        Assert.Equal(["visit_reference"], await api.RefusedFieldsAsync($"failures?visit_reference={new string('r', 201)}"));
    }

    [Fact]
    public async Task Events_of_all_jobs_have_labels_and_references()
    {
        product.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Http404);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var events = client.Events.ListenAsync(cancellationToken: enough.Token).GetAsyncEnumerator(enough.Token);
        var next = events.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => product.Answers.Seen.Any(seen => seen.Operation == "GET /api/v1/events"), "it listens");
        var id = (await client.Jobs.SubmitAsync(Named)).Id;
        var seen = new List<TenantEvent>();
        while (await next)
        {
            seen.Add(events.Current.Event);
            if (events.Current.Event is JobEnded ended && ended.JobId == id)
                break;
            next = events.MoveNextAsync().AsTask();
        }

        Assert.Equal("Week 19", seen.OfType<JobSubmitted>().Single(submitted => submitted.JobId == id).Label);
        Assert.Equal("Week 19", seen.OfType<JobEnded>().Last().Label);
        Assert.Equal(Order, seen.OfType<JobSubmitted>().Single(submitted => submitted.JobId == id).Metadata);
        Assert.Equal(Order, seen.OfType<JobEnded>().Last().Metadata);
        Assert.Contains(seen.OfType<ImageFailed>(), failed => (failed.Reference, failed.VisitReference) == ("photo-1", "visit-7"));
    }

    [Fact]
    public async Task Jobs_are_listed_by_label_and_metadata()
    {
        var label = $"L {Guid.NewGuid()}";
        var first = (await client.Jobs.SubmitAsync(Named with { Label = label })).Id;
        var second = (await client.Jobs.SubmitAsync(Named with { Label = label, Metadata = null })).Id;
        Assert.Equal([second, first], await IdsAsync(new JobQuery { Label = label, PageSize = 1 }));
        Assert.Equal([first], await IdsAsync(new JobQuery { Label = label, Metadata = Order }));
        Assert.Empty(
            await IdsAsync(
                new JobQuery
                {
                    Label = label,
                    Metadata = new Dictionary<string, string> { ["order"] = "4712" },
                }
            )
        );
        var listed = (await api.GetAsync($"jobs?metadata[order]=4711&label={Uri.EscapeDataString(label)}")).GetProperty("jobs");
        Assert.Equal(1, listed.GetArrayLength());
        Assert.Equal("4711", listed[0].GetProperty("metadata").GetProperty("order").GetString());
        Assert.Equal("{}", (await api.GetAsync($"jobs/{second}")).GetProperty("metadata").GetRawText());
    }

    [Theory]
    [InlineData("metadata[order]=", "metadata[order]")]
    [InlineData("metadata[]=1", "metadata[]")]
    [InlineData("metadata[a[b]]=1", "metadata[a[b]]")]
    [InlineData("metadata[a%00]=1", "metadata[a\0]")]
    [InlineData("metadata=1", "metadata")]
    [InlineData("metadata[a]=1&metadata[a]=2", "metadata[a]")]
    [InlineData("label=", "label")]
    public async Task An_invalid_filter_is_refused(string query, string field) =>
        Assert.Equal([field], await api.RefusedFieldsAsync($"jobs?{query}"));

    [Fact]
    public async Task The_same_key_with_another_name_is_a_conflict()
    {
        var key = Guid.NewGuid().ToString();
        var job = await client.Jobs.SubmitAsync(Named, key);
        Assert.Equal(job.Id, (await client.Jobs.SubmitAsync(Named, key)).Id);
        foreach (
            var other in (Submission[])
                [
                    Named with
                    {
                        Label = "Week 20",
                    },
                    Named with
                    {
                        Metadata = null,
                    },
                    Named with
                    {
                        Visits = [Named.Visits[0] with { Reference = "visit-8" }],
                    },
                ]
        )
            Assert.Equal(
                "idempotency_key_conflict",
                (await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.SubmitAsync(other, key))).Code
            );
    }

    [Fact]
    public async Task Validation_names_what_is_wrong_with_names()
    {
        using var response = await product.Http.PostAsJsonAsync(
            "/api/v1/jobs/validate",
            JsonElement.Parse(
                """{"label":"","metadata":{"a":7},"count":1,"visits":[{"store_id":"S1","visit_time":"2026-05-04","reference":7,"image_url":[{"url":"http://10.0.0.1/","reference":""}]}]}"""
            )
        );
        var found = await response.BodyAsync(HttpStatusCode.OK);
        Assert.Equal(
            ["/label", "/metadata/a", "/visits/0/reference", "/visits/0/image_url/0/reference"],
            found.GetProperty("errors").Fields()
        );
        Assert.Equal("/visits/0/image_url/0", found.GetProperty("refused_urls")[0].GetProperty("field").GetString());
        Assert.True((await client.Jobs.ValidateAsync(Named)).Valid);
    }

    [Fact]
    public async Task The_contract_route_ignores_names()
    {
        using var response = await product.SubmitAsync(
            InvalidBodies.Valid.Insert(1, "\"label\":[7],\"metadata\":\"x\","),
            path: "/api/submit/"
        );
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var id = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
        Assert.Null((await client.Jobs.GetAsync(id)).Label);
    }

    private static string Places(IEnumerable<JobImage> images) => string.Join(' ', images.Select(image => $"{image.Visit}/{image.Image}"));

    private async Task<string> ReadAsync(string path)
    {
        using var response = await product.Http.GetAsync($"/api/v1/{path}");
        return await response.Content.ReadAsStringAsync();
    }

    private ValueTask<List<long>> IdsAsync(JobQuery query) => client.Jobs.ListAsync(query).Select(job => job.Id).ToListAsync();
}
