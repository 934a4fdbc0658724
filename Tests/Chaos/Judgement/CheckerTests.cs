using RetailPulse.Tests.Chaos.Load;

namespace RetailPulse.Tests.Chaos.Judgement;

/// <summary>Tests the checker with valid evidence, and with evidence in which one thing is wrong.</summary>
public sealed class CheckerTests
{
    private const long Good = 7;
    private const long Bad = 8;

    private static readonly PlannedJob GoodJob = new("good", "key", [new("K1", [new("a", "", 10), new("b", "", 20)])]);
    private static readonly PlannedJob BadJob = new(
        "bad",
        null,
        [new("K1", [new("c", "http_404", 0)]), new("U1", [new("d", "unknown_store", 0)])]
    );

    private readonly Testimony testimony = new();
    private readonly List<StoredJob> jobs = [new(Good, "completed", "t1", 1, 2), new(Bad, "failed", "t2", 2, 2)];
    private readonly List<StoredVisit> visits = [new(Good, 0, "good", "K1", 2), new(Bad, 0, "bad", "K1", 1), new(Bad, 1, "bad", "U1", 1)];
    private readonly List<(long JobId, string End)> ends = [(Good, "completed t1"), (Bad, "failed t2")];

    private readonly List<StoredResult> results =
    [
        new(Good, 0, 0, "", 10),
        new(Good, 0, 1, "", 20),
        new(Bad, 0, 0, "http_404", 0),
        new(Bad, 1, 0, "unknown_store", 0),
    ];

    public CheckerTests()
    {
        testimony.Send(GoodJob);
        testimony.Send(BadJob);
        testimony.Acknowledge("good", Good);
        testimony.Acknowledge("good", Good);
        testimony.Acknowledge("bad", Bad);
        testimony.Observe(Good, Ongoing(Good));
        testimony.Observe(Good, Ongoing(Good));
        testimony.Observe(Good, GoodJob.Answer(Good));
        testimony.Observe(Bad, BadJob.Answer(Bad));
    }

    [Fact]
    public void Valid_evidence_has_no_violations() => Assert.Empty(Check());

    [Fact]
    public void The_response_for_a_failed_job_lists_every_failing_store() =>
        Assert.Equal(
            """{"status":"failed","job_id":"8","error":[{"store_id":"K1","error":"Download failed"},{"store_id":"U1","error":"Invalid store_id"}]}""",
            BadJob.Answer(Bad)
        );

    [Fact]
    public void A_job_without_a_response_may_be_stored_or_not()
    {
        testimony.Send(BadJob with { Tag = "unanswered" });
        testimony.Send(GoodJob with { Tag = "taken" });
        Store(9, "taken");
        Assert.Empty(Check());
    }

    [Fact]
    public void An_acknowledged_job_that_is_not_stored_is_lost()
    {
        testimony.Send(GoodJob with { Tag = "gone" });
        testimony.Acknowledge("gone", 9);
        testimony.Observe(9, GoodJob.Answer(9));
        Finds(Wrong.Lost, "job 9 gone was acknowledged and is not stored");
    }

    [Fact]
    public void A_stored_job_that_has_not_ended_is_lost()
    {
        jobs[0] = jobs[0] with { Status = "ongoing", EndedAt = null };
        Finds(Wrong.Lost, "has not ended");
    }

    [Fact]
    public void An_image_without_a_result_is_lost()
    {
        results.RemoveAt(1);
        Finds(Wrong.Lost, "has no result for image (0, 1)");
    }

    [Fact]
    public void A_job_whose_end_was_never_reported_is_lost()
    {
        testimony.Send(GoodJob with { Tag = "silent" });
        testimony.Acknowledge("silent", 9);
        testimony.Observe(9, Ongoing(9));
        Store(9, "silent");
        Finds(Wrong.Lost, "was never said to have ended");
    }

    [Fact]
    public void A_submission_with_two_stored_jobs_is_duplicated()
    {
        Store(9, "good");
        Finds(Wrong.Duplicated, "good is stored as jobs 7, 9");
    }

    [Fact]
    public void A_key_with_two_ids_is_duplicated()
    {
        testimony.Acknowledge("good", 9);
        testimony.Observe(9, GoodJob.Answer(9));
        Store(9, "good");
        Finds(Wrong.Duplicated, "good was acknowledged as jobs 7, 9");
    }

    [Fact]
    public void An_image_with_two_results_is_duplicated()
    {
        results.Add(results[0]);
        Finds(Wrong.Duplicated, "has 2 results for image (0, 0)");
    }

    [Fact]
    public void A_job_that_ended_twice_is_duplicated()
    {
        ends.Add((Good, "completed t3"));
        Finds(Wrong.Duplicated, "ended more often than it ran");
    }

    [Fact]
    public void A_job_that_no_client_submitted_is_invented()
    {
        Store(9, "strange");
        Finds(Wrong.Invented, "the tag 'strange', which nobody sent");
    }

    [Fact]
    public void A_result_that_no_client_requested_is_invented()
    {
        results.Add(new StoredResult(Good, 0, 2, "", 30));
        Finds(Wrong.Invented, "has a result for image (0, 2)");
    }

    [Fact]
    public void A_wrong_perimeter_is_untrue()
    {
        results[0] = results[0] with { Perimeter = 12 };
        Finds(Wrong.Untrue, "has '' 12 for image (0, 0)");
    }

    [Fact]
    public void A_valid_image_that_failed_is_untrue()
    {
        results[0] = results[0] with { Reason = "timeout", Perimeter = 0 };
        Finds(Wrong.Untrue, "has 'timeout' 0");
    }

    [Fact]
    public void A_wrong_end_is_untrue()
    {
        jobs[1] = jobs[1] with { Status = "completed" };
        Finds(Wrong.Untrue, "is stored as completed and should be failed");
    }

    [Fact]
    public void Wrong_counts_are_untrue()
    {
        jobs[0] = jobs[0] with { Images = 3 };
        Finds(Wrong.Untrue, "counts 1 visits and 3 images; 1 and 2 were sent");
    }

    [Fact]
    public void A_visit_that_is_missing_is_untrue()
    {
        visits.RemoveAt(2);
        Finds(Wrong.Untrue, "has the visits");
    }

    [Fact]
    public void An_id_returned_for_another_submission_is_untrue()
    {
        testimony.Send(GoodJob with { Tag = "other" });
        testimony.Acknowledge("other", Good);
        Finds(Wrong.Untrue, "was returned for other and is stored for good");
    }

    [Fact]
    public void An_acknowledged_job_reported_as_unknown_is_untrue()
    {
        testimony.Observe(Bad, """{"error":"Job ID not found"}""");
        Finds(Wrong.Untrue, "was said to be {\"error\"");
    }

    [Fact]
    public void A_wrong_error_list_is_untrue()
    {
        testimony.Observe(Good, BadJob.Answer(Good));
        Finds(Wrong.Untrue, "was said to be {\"status\":\"failed\"");
    }

    [Fact]
    public void A_status_after_the_end_goes_backwards()
    {
        testimony.Observe(Good, Ongoing(Good));
        testimony.Observe(Good, GoodJob.Answer(Good));
        Finds(Wrong.Backwards, "one after the other");
    }

    [Fact]
    public void A_response_that_is_never_allowed_is_strange()
    {
        testimony.Wonder("good was answered 500");
        Finds(Wrong.Strange, "good was answered 500");
    }

    [Fact]
    public void A_cancelled_job_may_lack_results()
    {
        Cancel();
        testimony.Count(Good, 1);
        Assert.Empty(Check());
    }

    [Fact]
    public void A_cancelled_job_without_a_cancel_request_is_untrue()
    {
        jobs[0] = jobs[0] with { Status = "cancelled" };
        Finds(Wrong.Untrue, "is stored as cancelled and should be completed");
    }

    [Fact]
    public void A_result_after_the_end_of_a_cancelled_job_is_untrue()
    {
        Cancel();
        testimony.Count(Good, 0);
        Finds(Wrong.Untrue, "was cancelled with 0 results and has 1");
    }

    [Fact]
    public void A_retried_job_runs_its_failed_images_once_more()
    {
        Retry();
        Assert.Empty(Check());
    }

    [Fact]
    public void A_retried_job_without_a_new_result_of_a_failed_image_is_lost()
    {
        Retry();
        results.RemoveAt(results.Count - 1);
        Finds(Wrong.Lost, "ran 2 times and has 1 results for image (1, 0)");
    }

    [Fact]
    public void A_retry_that_no_client_requested_is_invented()
    {
        jobs[1] = jobs[1] with { Run = 1 };
        Finds(Wrong.Invented, "was retried 1 times; 0 retries were requested");
    }

    [Fact]
    public void A_measured_image_that_ran_again_is_duplicated()
    {
        results.Add(results[0] with { Run = 1 });
        Finds(Wrong.Duplicated, "has 2 results for image (0, 0)");
    }

    /// <summary>Removes the result of the second image.</summary>
    private void Cancel()
    {
        testimony.Cancel(Good);
        jobs[0] = jobs[0] with { Status = "cancelled" };
        results.RemoveAt(1);
    }

    private void Retry()
    {
        testimony.Retry(Bad);
        testimony.Observe(Bad, Ongoing(Bad));
        testimony.Observe(Bad, BadJob.Answer(Bad));
        jobs[1] = jobs[1] with { Run = 1 };
        results.Add(results[2] with { Run = 1 });
        results.Add(results[3] with { Run = 1 });
        ends.Add((Bad, "failed t3"));
    }

    private static string Ongoing(long job) => $$"""{"status":"ongoing","job_id":"{{job}}"}""";

    private void Store(long job, string tag)
    {
        jobs.Add(new StoredJob(job, "completed", "t9", 1, 2));
        visits.Add(new StoredVisit(job, 0, tag, "K1", 2));
        results.Add(new StoredResult(job, 0, 0, "", 10));
        results.Add(new StoredResult(job, 0, 1, "", 20));
    }

    private void Finds(Wrong kind, string what) =>
        Assert.Contains(Check(), violation => violation.Kind == kind && violation.What.Contains(what, StringComparison.Ordinal));

    private List<Violation> Check() =>
        new Checker(
            testimony,
            new Stored(jobs, visits.ToLookup(visit => visit.JobId), results.ToLookup(result => result.JobId)),
            ends.ToLookup(end => end.JobId, end => end.End)
        ).Check();
}
