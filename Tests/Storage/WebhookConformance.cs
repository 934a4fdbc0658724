using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using RetailPulse.Webhooks;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests webhook deliveries on every engine.</summary>
public abstract class WebhookConformance(StorageEngine engine) : EngineConformance(engine)
{
    private const string Url = "http://Receiver.example:8080/hook?a=1";

    private IWebhookLedger Webhooks => Engine.Webhooks;

    [Fact]
    public async Task One_end_of_a_job_with_a_callback_makes_one_delivery()
    {
        await SubmitAsync(1, Url);
        Assert.Equal(Url, (await Ledger.FindSubmissionAsync(1, None))!.CallbackUrl);
        Assert.True(await EndAsync(1, "msg_1"));
        Assert.False(await EndAsync(1, "msg_1"));
        Assert.False(await EndAsync(1, "msg_2"));
        var delivery = Assert.Single(await Webhooks.ReadDeliveriesAsync(1, None));
        Assert.Equal(
            ("msg_1", "job.failed", Noon, Url, WebhookState.Pending, Noon),
            (delivery.Id, delivery.Type, delivery.CreatedAt, delivery.Url, delivery.State, delivery.NextAttemptAt)
        );
        Assert.Empty(delivery.Attempts);
    }

    [Fact]
    public async Task A_job_without_a_callback_creates_no_delivery()
    {
        await SubmitAsync(1, null);
        Assert.False(await EndAsync(1, "msg_1"));
        Assert.Empty(await Webhooks.ReadDeliveriesAsync(1, None));
        Assert.Empty(await Webhooks.FindNextDueAsync([], None));
        Assert.True(await Ledger.HasEndedAsync(1, None));
    }

    [Fact]
    public async Task A_retried_job_gets_another_delivery_at_its_next_end()
    {
        await SubmitAsync(1, Url);
        await Ledger.RecordResultAsync(new ImageResult(1, 0, 0, ImageOutcome.Failed(ImageReason.Http404), 1, [], Noon, "silo"), None);
        await EndAsync(1, "msg_1");
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None));
        Assert.True(await EndAsync(1, "msg_2"));
        Assert.Equal(["msg_1", "msg_2"], (await Webhooks.ReadDeliveriesAsync(1, None)).Select(delivery => delivery.Id));
    }

    [Fact]
    public async Task A_due_delivery_is_claimed_once_until_the_claim_expires()
    {
        await SubmitAsync(1, Url);
        await EndAsync(1, "msg_1");
        Assert.Empty(await ClaimAsync(Noon.AddSeconds(-1)));
        Assert.Equal([new NextDelivery(Of("receiver.example"), Noon)], await Webhooks.FindNextDueAsync([], None));
        Assert.Equal(new ClaimedDelivery("msg_1", Url, "receiver.example", "{}", "default", 1, 1), Assert.Single(await ClaimAsync(Noon)));
        Assert.Empty(await ClaimAsync(Noon.AddSeconds(29)));
        Assert.Equal(2, Assert.Single(await ClaimAsync(Noon.AddSeconds(30))).Attempt);
    }

    [Fact]
    public async Task Many_who_claim_at_once_share()
    {
        for (var job = 1; job <= 20; job++)
        {
            await SubmitAsync(job, Url);
            await EndAsync(job, $"msg_{job}");
        }

        var claims = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Webhooks.ClaimDueAsync(Of("receiver.example"), Noon, Noon.AddSeconds(30), 4, None))
        );
        var claimed = claims.SelectMany(claim => claim.Select(delivery => delivery.Id)).ToList();
        Assert.Equal(claimed.Distinct(), claimed);
        Assert.All(claims, claim => Assert.InRange(claim.Count, 0, 4));
        Assert.Equal(20, claimed.Count + (await Webhooks.ClaimDueAsync(Of("receiver.example"), Noon, Noon.AddSeconds(30), 20, None)).Count);
    }

    [Fact]
    public async Task Busy_hosts_are_skipped()
    {
        await SubmitAsync(1, Url);
        await SubmitAsync(2, "https://other.example/");
        await EndAsync(1, "msg_1");
        await EndAsync(2, "msg_2");
        Assert.Empty(await Webhooks.FindNextDueAsync([Of("receiver.example"), Of("other.example")], None));
        Assert.Equal([new NextDelivery(Of("other.example"), Noon)], await Webhooks.FindNextDueAsync([Of("receiver.example")], None));
        Assert.Equal("msg_2", Assert.Single(await Webhooks.ClaimDueAsync(Of("other.example"), Noon, Noon.AddSeconds(30), 4, None)).Id);
    }

    [Fact]
    public async Task The_next_delivery_is_found_at_once_past_a_busy_hosts_backlog()
    {
        await SubmitAsync(1, Url);
        await SubmitAsync(2, "https://other.example/");
        await EndAsync(1, "msg_1");
        await EndAsync(2, "msg_2");
        await Engine.ExecuteAsync(
            """
            WITH RECURSIVE more(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM more WHERE number < 100000)
            INSERT INTO webhook_deliveries(delivery_id, job_id, type, created_at, url, host, body, next_attempt_at)
            SELECT 'more_' || number, job_id, type, created_at, url, host, body, next_attempt_at FROM webhook_deliveries, more WHERE delivery_id = 'msg_1'
            """
        );
        await Webhooks.ClaimDueAsync(Of("other.example"), Noon, Noon.AddSeconds(30), 4, None);
        var took = new List<TimeSpan>();
        for (var find = 0; find < 50; find++)
        {
            var started = TimeProvider.System.GetTimestamp();
            Assert.Equal(
                [new NextDelivery(Of("other.example"), Noon.AddSeconds(30))],
                await Webhooks.FindNextDueAsync([Of("receiver.example")], None)
            );
            took.Add(TimeProvider.System.GetElapsedTime(started));
        }

        // Scanning the backlog took 31 ms on SQLite and 17 ms on PostgreSQL; this takes 0.2 and 0.5 ms. The fastest run is undisturbed by
        // others.
        Assert.InRange(took.Min().TotalMilliseconds, 0, 5);
    }

    [Fact]
    public async Task Each_tenants_next_delivery_is_found_despite_others_backlogs()
    {
        for (var job = 1; job <= 20; job++)
            await OwedAsync(job, "many", "http://shared.example/");
        await OwedAsync(21, "few", "http://shared.example/");
        Receiver many = new("many", "shared.example"),
            few = new("few", "shared.example");
        Assert.Equal([new NextDelivery(few, Noon), new NextDelivery(many, Noon)], await Webhooks.FindNextDueAsync([], None));
        Assert.Equal([new NextDelivery(few, Noon)], await Webhooks.FindNextDueAsync([many], None));
        Assert.Equal(
            ("msg_21", "few"),
            (await Webhooks.ClaimDueAsync(few, Noon, Noon.AddSeconds(30), 8, None)).Select(claim => (claim.Id, claim.Tenant)).Single()
        );
        Assert.All(await Webhooks.ClaimDueAsync(many, Noon, Noon.AddSeconds(30), 8, None), claim => Assert.Equal("many", claim.Tenant));

        async Task OwedAsync(long job, string tenant, string url)
        {
            await Ledger.RecordSubmissionAsync(job, Grid(visits: 1, images: 1) with { CallbackUrl = url, Tenant = tenant }, Noon, None);
            await EndAsync(job, $"msg_{job}");
        }
    }

    [Fact]
    public async Task Attempts_are_kept_once_with_their_answers()
    {
        await SubmitAsync(1, Url);
        await EndAsync(1, "msg_1");
        var first = Assert.Single(await ClaimAsync(Noon));
        var refused = new WebhookAttempt(1, Noon, 503, ImageReason.None, TimeSpan.FromMilliseconds(12), "come \"back\" \uFFFD");
        await Webhooks.RecordAttemptAsync(first, refused, new WebhookVerdict(WebhookState.Pending, Noon.AddSeconds(5)), None);
        await Webhooks.RecordAttemptAsync(first, refused, new WebhookVerdict(WebhookState.Failed), None);
        var second = Assert.Single(await ClaimAsync(Noon.AddSeconds(5)));
        var silent = new WebhookAttempt(2, Noon.AddSeconds(5), null, ImageReason.Timeout, TimeSpan.FromSeconds(15), "");
        await Webhooks.RecordAttemptAsync(second, silent, new WebhookVerdict(WebhookState.Failed), None);
        var delivery = Assert.Single(await Webhooks.ReadDeliveriesAsync(1, None));
        Assert.Equal((WebhookState.Failed, null), (delivery.State, delivery.NextAttemptAt));
        Assert.Equal([refused, silent], delivery.Attempts);
        Assert.Empty(await Webhooks.FindNextDueAsync([], None));
    }

    [Fact]
    public async Task A_resent_delivery_is_due_again_in_any_state()
    {
        await SubmitAsync(1, Url);
        await EndAsync(1, "msg_1");
        var first = Assert.Single(await ClaimAsync(Noon));
        Assert.True(await Webhooks.ResendAsync(1, "msg_1", Noon.AddSeconds(1), None));
        await DeliverAsync(first);
        var second = Assert.Single(await ClaimAsync(Noon.AddSeconds(1)));
        Assert.Equal((2, 1), (second.Attempt, second.ScheduleStep));
        await DeliverAsync(second);
        Assert.Equal(WebhookState.Delivered, Assert.Single(await Webhooks.ReadDeliveriesAsync(1, None)).State);
        Assert.True(await Webhooks.ResendAsync(1, "msg_1", Noon, None));
        Assert.Equal((3, 1), (await ClaimAsync(Noon)).Select(claim => (claim.Attempt, claim.ScheduleStep)).Single());
        Assert.False(await Webhooks.ResendAsync(2, "msg_1", Noon, None));
        Assert.False(await Webhooks.ResendAsync(1, "msg_2", Noon, None));
    }

    [Fact]
    public async Task Of_very_many_attempts_the_latest_hundred_are_kept()
    {
        await SubmitAsync(1, Url);
        await EndAsync(1, "msg_1");
        for (var attempt = 1; attempt <= 150; attempt++)
        {
            Assert.True(await Webhooks.ResendAsync(1, "msg_1", Noon, None));
            await DeliverAsync(Assert.Single(await ClaimAsync(Noon)));
        }

        var delivery = Assert.Single(await Webhooks.ReadDeliveriesAsync(1, None));
        Assert.Equal(Enumerable.Range(51, 100), delivery.Attempts.Select(attempt => attempt.Number));
        Assert.Equal(["100"], await Engine.ReadAsync("SELECT count(*) FROM webhook_attempts"));

        // Those of an earlier version are not read either.
        await Engine.ExecuteAsync(
            "INSERT INTO webhook_attempts(delivery_id, attempt_no, job_id, at, elapsed_ms, answer) SELECT delivery_id, 7, job_id, at, 1, '' FROM webhook_attempts WHERE attempt_no = 51"
        );
        Assert.Equal(100, Assert.Single(await Webhooks.ReadDeliveriesAsync(1, None)).Attempts.Length);
    }

    [Fact]
    public async Task A_crash_costs_the_claim_and_no_step_of_the_schedule()
    {
        await SubmitAsync(1, Url);
        await EndAsync(1, "msg_1");
        await ClaimAsync(Noon);
        var second = Assert.Single(await ClaimAsync(Noon.AddSeconds(30)));
        Assert.Equal((2, 1), (second.Attempt, second.ScheduleStep));
        await RefuseAsync(second, Noon.AddSeconds(40));
        await ClaimAsync(Noon.AddSeconds(40));
        var fourth = Assert.Single(await ClaimAsync(Noon.AddSeconds(70)));
        Assert.Equal((4, 2), (fourth.Attempt, fourth.ScheduleStep));

        // The attempt that was considered dead completes after all. It is recorded, but the other attempt decides the state of the
        // delivery.
        await RefuseAsync(fourth with { Attempt = 3 }, Noon.AddHours(1));
        await RefuseAsync(fourth, Noon.AddSeconds(80));
        var fifth = Assert.Single(await ClaimAsync(Noon.AddSeconds(80)));
        Assert.Equal((5, 4), (fifth.Attempt, fifth.ScheduleStep));
        Assert.Equal([2, 3, 4], Assert.Single(await Webhooks.ReadDeliveriesAsync(1, None)).Attempts.Select(attempt => attempt.Number));
    }

    private static Receiver Of(string host) => new("default", host);

    private Task RefuseAsync(ClaimedDelivery delivery, DateTimeOffset next) =>
        Webhooks.RecordAttemptAsync(
            delivery,
            new WebhookAttempt(delivery.Attempt, Noon, 500, ImageReason.None, TimeSpan.Zero, ""),
            new WebhookVerdict(WebhookState.Pending, next),
            None
        );

    private Task DeliverAsync(ClaimedDelivery delivery) =>
        Webhooks.RecordAttemptAsync(
            delivery,
            new WebhookAttempt(delivery.Attempt, Noon, 200, ImageReason.None, TimeSpan.Zero, ""),
            new WebhookVerdict(WebhookState.Delivered),
            None
        );

    private Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DateTimeOffset now) =>
        Webhooks.ClaimDueAsync(Of("receiver.example"), now, now.AddSeconds(30), 4, None);

    private Task SubmitAsync(long job, string? callback) =>
        Ledger.RecordSubmissionAsync(job, Grid(visits: 1, images: 1) with { CallbackUrl = callback }, Noon, None);

    private Task<bool> EndAsync(long job, string id) =>
        Ledger.RecordEndAsync(
            job,
            new JobEnd(JobStatus.Failed, Noon, Run: int.MaxValue, Measured: 0, Failed: 0),
            new WebhookMessage(id, "job.failed", "{}"),
            None
        );
}
