using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailPulse.Client;
using RetailPulse.Grains;
using RetailPulse.Images;
using IJobGrain = RetailPulse.Jobs.IJobGrain;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Tests changes of all jobs that match a filter.</summary>
public sealed class JobOperationTests : IAsyncLifetime
{
    private readonly FailingRetries retries = new();
    private readonly Product product;
    private readonly TaskCompletionSource gate = new();
    private bool repaired;

    public JobOperationTests() =>
        product = new Product
        {
            Replace = services =>
                services
                    .Replace(ServiceDescriptor.Singleton(new RetryDelay(TimeSpan.FromMilliseconds(250))))
                    .AddSingleton<IIncomingGrainCallFilter>(retries),
        };

    private Api Api => new(product.Http);

    public ValueTask InitializeAsync()
    {
        product.Fetcher.Answer = (url, _) =>
            repaired || !url.Contains("gone", StringComparison.Ordinal) ? FakeFetcher.Sound : ImageOutcome.Failed(ImageReason.Http404);
        product.Fetcher.Gate = gate.Task;
        product.Fetcher.Gated = url =>
            url.Contains("held", StringComparison.Ordinal) || (repaired && url.Contains("later", StringComparison.Ordinal));
        return product.InitializeAsync();
    }

    public ValueTask DisposeAsync()
    {
        gate.TrySetResult();
        return product.DisposeAsync();
    }

    [Fact]
    public async Task Failed_jobs_that_match_are_retried_and_no_others()
    {
        var (one, two, other, sound) = (
            await FailAsync("S1", "gone", "sound"),
            await FailAsync("S1", "gone/1", "gone/2"),
            await FailAsync("S2", "gone"),
            await Api.SubmitAsync(("S1", ["http://a.example/sound"]))
        );
        await Api.EndAsync(sound);
        Assert.Equal(new JobSelection(2, 3), await product.Client.Jobs.CountRetryAllAsync(new JobQuery { Store = "S1" }));
        Assert.Equal(new JobSelection(3, 4), await product.Client.Jobs.CountRetryAllAsync(new JobQuery { Host = "a.example" }));
        Assert.Equal(new JobSelection(0, 0), await product.Client.Jobs.CountRetryAllAsync(new JobQuery { Reason = "dns" }));
        Assert.Equal("failed", await StatusAsync(one));

        repaired = true;
        var started = await product.Client.Jobs.RetryAllAsync(new JobQuery { Store = "S1" });
        var ended = await product.Client.Jobs.WaitForOperationAsync(started.Id, TimeSpan.FromMilliseconds(50));
        Assert.Equal(("retry", "completed"), (ended.Kind, ended.Status));
        Assert.Equal((new OperationJobs(2, 2, 2), new OperationImages(3, 3)), (ended.Jobs, ended.Images));
        foreach (var job in (long[])[one, two])
            Assert.Equal("completed", (await Api.EndAsync(job)).GetProperty("status").GetString());
        Assert.Equal("failed", await StatusAsync(other));
        Assert.Equal(3, product.Count("SELECT count(*) FROM retries"));
    }

    [Fact]
    public async Task Ongoing_jobs_that_match_are_cancelled_and_later_ones_are_not()
    {
        var jobs = new List<long>();
        for (var i = 0; i < 60; i++)
            jobs.Add(await Api.SubmitAsync(("S1", ["http://a.example/held/1", "http://a.example/held/2"])));
        var other = await Api.SubmitAsync(("S2", ["http://a.example/held"]));
        Assert.Equal(new JobSelection(60, 120), await product.Client.Jobs.CountCancelAllAsync(new JobQuery { Store = "S1" }));
        var ended = await product.Client.Jobs.WaitForOperationAsync(
            (await product.Client.Jobs.CancelAllAsync(new JobQuery { Store = "S1" })).Id,
            TimeSpan.FromMilliseconds(50)
        );
        Assert.Equal((new OperationJobs(60, 60, 60), new OperationImages(120, 120)), (ended.Jobs, ended.Images));
        foreach (var job in jobs)
            Assert.Equal("cancelled", (await Api.EndAsync(job)).GetProperty("status").GetString());
        Assert.Equal("ongoing", await StatusAsync(other));
        var later = await Api.SubmitAsync(("S1", ["http://a.example/held"]));
        Assert.Equal("ongoing", await StatusAsync(later));
    }

    [Fact]
    public async Task A_job_that_cannot_be_changed_does_not_keep_the_operation_from_ending()
    {
        var (one, stuck, three) = (await FailAsync("S1", "gone"), await FailAsync("S1", "gone"), await FailAsync("S1", "gone"));
        product.Write($"CREATE TRIGGER stuck BEFORE INSERT ON retries WHEN new.job_id = {stuck} BEGIN SELECT RAISE(ABORT, 'stuck'); END");
        repaired = true;
        var started = await product.Client.Jobs.RetryAllAsync(new JobQuery { Store = "S1" });
        var ended = await product.Client.Jobs.WaitForOperationAsync(started.Id, TimeSpan.FromMilliseconds(50));
        Assert.Equal((new OperationJobs(3, 3, 2), new OperationImages(3, 2)), (ended.Jobs, ended.Images));
        Assert.Equal("failed", await StatusAsync(stuck));
        foreach (var job in (long[])[one, three])
            Assert.Equal("completed", (await Api.EndAsync(job)).GetProperty("status").GetString());
    }

    /// <summary>Ten failures of one job must not leave out another that fails for the first time.</summary>
    [Fact]
    public async Task A_job_that_fails_once_is_not_left_out_with_another_that_always_fails()
    {
        var (one, stuck, three) = (await FailAsync("S1", "gone"), await FailAsync("S1", "gone"), await FailAsync("S1", "gone"));
        retries.Fails = (job, call) => job == stuck || (job == one && call == 11);
        repaired = true;
        var started = await product.Client.Jobs.RetryAllAsync(new JobQuery { Store = "S1" });
        var ended = await product.Client.Jobs.WaitForOperationAsync(started.Id, TimeSpan.FromMilliseconds(50));
        Assert.Equal(new OperationJobs(3, 3, 2), ended.Jobs);
        Assert.Equal(12, retries.CallsOf(one));
        foreach (var job in (long[])[one, three])
            Assert.Equal("completed", (await Api.EndAsync(job)).GetProperty("status").GetString());
        Assert.Equal("failed", await StatusAsync(stuck));
    }

    [Fact]
    public async Task A_job_that_begins_to_match_after_the_beginning_is_not_changed()
    {
        var failed = await FailAsync("S1", "gone/later");
        var jobs = new List<long>();
        for (var i = 0; i < 50; i++)
            jobs.Add(await Api.SubmitAsync(("S1", ["http://a.example/held"])));

        // The first page of the operation cannot be completed before the older job runs again.
        product.Write(
            $"CREATE TRIGGER stuck BEFORE UPDATE ON OrleansStorage WHEN old.GrainTypeString = 'job' AND old.GrainIdN1 = {jobs[25]} BEGIN SELECT RAISE(ABORT, 'stuck'); END"
        );
        var started = await product.Client.Jobs.CancelAllAsync(new JobQuery { Store = "S1" });
        repaired = true;
        Assert.Equal(1, (await product.Client.Jobs.RetryAsync(failed)).Retried);
        product.Write("DROP TRIGGER stuck");
        var ended = await product.Client.Jobs.WaitForOperationAsync(started.Id, TimeSpan.FromMilliseconds(50));
        Assert.Equal(new OperationJobs(50, 50, 50), ended.Jobs);
        Assert.Equal("ongoing", await StatusAsync(failed));
    }

    [Fact]
    public async Task A_repeated_request_with_its_key_starts_one_operation()
    {
        await FailAsync("S1", "gone");
        using var first = await SendAsync("retry?store=S1", "order-1");
        var operation = await first.BodyAsync(HttpStatusCode.Accepted);
        Assert.Equal(operation.GetProperty("links").GetProperty("self").GetString(), first.Headers.Location!.OriginalString);
        using var second = await SendAsync("retry?store=S1", "order-1");
        Assert.Equal(
            operation.GetProperty("id").GetInt64(),
            (await second.BodyAsync(HttpStatusCode.Accepted)).GetProperty("id").GetInt64()
        );
        Assert.Equal(["true"], second.Headers.GetValues("Idempotent-Replayed"));
        foreach (var other in (string[])["retry?store=S2", "cancel?store=S1"])
        {
            using var conflict = await SendAsync(other, "order-1");
            await conflict.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_conflict");
        }

        await EndAsync(operation);
        Assert.Equal(1, product.Count("SELECT count(*) FROM retries"));
    }

    [Fact]
    public async Task Selected_jobs_are_retried_and_no_others()
    {
        var (one, two, three) = (await FailAsync("S1", "gone"), await FailAsync("S1", "gone"), await FailAsync("S1", "gone"));
        var selection = new JobQuery { Ids = [one, three] };
        Assert.Equal(new JobSelection(2, 2), await product.Client.Jobs.CountRetryAllAsync(selection));
        repaired = true;
        var started = await product.Client.Jobs.RetryAllAsync(selection);
        var ended = await product.Client.Jobs.WaitForOperationAsync(started.Id, TimeSpan.FromMilliseconds(50));
        Assert.Equal(new OperationJobs(2, 2, 2), ended.Jobs);
        foreach (var job in (long[])[one, three])
            Assert.Equal("completed", (await Api.EndAsync(job)).GetProperty("status").GetString());
        Assert.Equal("failed", await StatusAsync(two));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1,")]
    [InlineData("0")]
    [InlineData(
        "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51"
    )]
    public async Task Invalid_ids_select_nothing(string ids)
    {
        using var response = await SendAsync($"retry?ids={ids}");
        Assert.Equal(["ids"], await response.ProblemAsync(HttpStatusCode.BadRequest, "invalid_query"));
    }

    [Fact]
    public async Task A_status_that_the_operation_cannot_change_is_refused()
    {
        using var retry = await SendAsync("retry?status=ongoing");
        Assert.Equal(["status"], await retry.ProblemAsync(HttpStatusCode.BadRequest, "invalid_query"));
        using var cancel = await SendAsync("cancel?status=failed&page_size=1");
        Assert.Equal(["status", "page_size"], await cancel.ProblemAsync(HttpStatusCode.BadRequest, "invalid_query"));
        using var fitting = await SendAsync("cancel/validate?status=ongoing");
        Assert.Equal("""{"jobs":0,"images":0}""", (await fitting.BodyAsync(HttpStatusCode.OK)).GetRawText());
    }

    [Theory]
    [InlineData("""{"label":"Week 19"}""")]
    [InlineData("""["label"]""")]
    [InlineData("label")]
    [InlineData("null")]
    public async Task A_filter_in_the_body_changes_no_job(string body)
    {
        var (one, two) = (
            await Api.SubmitAsync(("S1", ["http://a.example/held"])),
            await Api.SubmitAsync(("S2", ["http://a.example/held"]))
        );
        foreach (var change in (string[])["cancel", "retry", "cancel/validate", "cancel?validate_only=true"])
        {
            var problem = await Api.FailAsync(HttpStatusCode.BadRequest, $"jobs/{change}", HttpMethod.Post, body);
            Assert.Equal("invalid_body", problem.GetProperty("code").GetString());
            Assert.StartsWith(
                "is not read; write the filters as parameters of the query",
                problem.GetProperty("errors")[0].GetProperty("message").GetString()
            );
        }

        Assert.Equal(("ongoing", "ongoing"), (await StatusAsync(one), await StatusAsync(two)));
        Assert.Equal(0, product.Count("SELECT count(*) FROM jobs WHERE status = 'cancelled'"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    public async Task An_empty_body_is_accepted(string body)
    {
        var (status, selection) = await Api.SendAsync(HttpMethod.Post, "jobs/cancel/validate", body);
        Assert.Equal((HttpStatusCode.OK, 0), (status, selection.GetProperty("jobs").GetInt32()));
    }

    [Fact]
    public async Task The_client_does_not_widen_a_filter_of_another_status()
    {
        var job = await Api.SubmitAsync(("S1", ["http://a.example/held"]));
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() =>
            product.Client.Jobs.CancelAllAsync(new JobQuery { Status = "failed" })
        );
        Assert.Equal((HttpStatusCode.BadRequest, "status"), (refused.Status, Assert.Single(refused.Errors).Field));
        Assert.Equal("ongoing", await StatusAsync(job));
    }

    [Theory]
    [InlineData("4711")]
    [InlineData("x")]
    public async Task An_unknown_operation_is_not_found(string id) =>
        Assert.Equal(
            "operation_not_found",
            (await Api.FailAsync(HttpStatusCode.NotFound, $"operations/{id}")).GetProperty("code").GetString()
        );

    [Fact]
    public async Task A_key_whose_operation_was_deleted_changes_nothing_again()
    {
        using var first = await SendAsync("retry", "bulk-deleted");
        var operation = await first.BodyAsync(HttpStatusCode.Accepted);
        await EndAsync(operation);
        await product
            .Services.GetRequiredService<IGrainFactory>()
            .GetGrain<RetailPulse.Jobs.IJobOperationGrain>(operation.GetProperty("id").GetInt64())
            .DeleteAsync();
        var failed = await FailAsync("S1", "gone");
        using var second = await SendAsync("retry", "bulk-deleted");
        await second.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal("failed", await StatusAsync(failed));
    }

    [Fact]
    public async Task Another_tenant_has_neither_the_jobs_nor_the_operation()
    {
        var keyed = new KeyedProduct();
        await keyed.InitializeAsync();
        await using var _ = keyed.ConfigureAwait(false);
        keyed.Product.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Http404);
        var job = await keyed.SubmitAsync("acme-submit");
        await Eventually.TrueAsync(
            async () =>
                (await keyed.SendAsync("acme-read", HttpMethod.Get, $"/api/v1/jobs/{job}")).Body.GetProperty("status").GetString()
                == "failed",
            "the job fails"
        );
        var (status, operation, _) = await keyed.SendAsync("zeta-submit", HttpMethod.Post, "/api/v1/jobs/retry");
        Assert.Equal(202, status);
        var path = operation.GetProperty("links").GetProperty("self").GetString()!;
        Assert.Equal(404, (await keyed.SendAsync("acme-admin", HttpMethod.Get, path)).Status);
        JsonElement ended = default;
        await Eventually.TrueAsync(
            async () =>
                (ended = (await keyed.SendAsync("zeta-submit", HttpMethod.Get, path)).Body).GetProperty("status").GetString()
                == "completed",
            "the operation ends"
        );
        Assert.Equal(0, ended.GetProperty("jobs").GetProperty("changed").GetInt64());
        Assert.Equal(403, (await keyed.SendAsync("acme-read", HttpMethod.Post, "/api/v1/jobs/cancel")).Status);
    }

    private async Task<long> FailAsync(string store, params string[] images)
    {
        var job = await Api.SubmitAsync((store, [.. images.Select(image => $"http://a.example/{image}")]));
        await Api.EndAsync(job);

        // The counts of the listing follow the end.
        await Eventually.TrueAsync(
            async () =>
                (await Api.GetAsync("jobs?status=failed"))
                    .GetProperty("jobs")
                    .EnumerateArray()
                    .Any(listed => listed.GetProperty("id").GetInt64() == job),
            "the list shows the end"
        );
        return job;
    }

    private async Task<string?> StatusAsync(long job) =>
        (await Api.GetAsync(string.Create(CultureInfo.InvariantCulture, $"jobs/{job}"))).GetProperty("status").GetString();

    private Task<JobOperation> EndAsync(JsonElement operation) =>
        product.Client.Jobs.WaitForOperationAsync(operation.GetProperty("id").GetInt64(), TimeSpan.FromMilliseconds(50));

    private async Task<HttpResponseMessage> SendAsync(string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/jobs/{path}");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await product.Http.SendAsync(request);
    }

    /// <summary>Lets retries of jobs fail.</summary>
    private sealed class FailingRetries : IIncomingGrainCallFilter
    {
        private readonly ConcurrentDictionary<long, int> calls = [];

        /// <summary>Returns whether a call of a job fails, by its number from 1.</summary>
        public Func<long, int, bool> Fails { get; set; } = (_, _) => false;

        public int CallsOf(long job) => calls[job];

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod is not { Name: nameof(IJobGrain.RetryAsync), DeclaringType: { } type } || type != typeof(IJobGrain))
                return context.Invoke();
            var job = context.TargetId.GetIntegerKey();
            return Fails(job, calls.AddOrUpdate(job, 1, (_, before) => before + 1))
                ? throw new InvalidOperationException("The job cannot be retried.")
                : context.Invoke();
        }
    }
}
