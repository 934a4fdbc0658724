using System.Text;
using System.Text.Json;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs;

public sealed class WebhookMessageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Job Cancelled = new(JobStatus.Cancelled, 3, 30, Noon, Measured: 20, Failed: 4, EndedAt: Noon.AddMinutes(5));

    private static readonly SubmissionTotals Submission = new(
        3,
        30,
        Noon,
        Label: "Week 19",
        Metadata: JobMetadata.Of([new("order", "4711"), new("area", "north")])
    );

    [Fact]
    public void A_client_can_read_the_message()
    {
        var read = RetailPulse.Client.JobEndMessage.Parse(Encoding.UTF8.GetBytes(JobEndMessage.Compose(17, Cancelled, Submission).Body));
        Assert.Equal(
            new RetailPulse.Client.JobEndMessage(
                "job.cancelled",
                Noon.AddMinutes(5),
                new(17, "cancelled", Noon, Noon.AddMinutes(5), 3, new(30, 20, 4, 6), "Week 19", read.Data.Metadata)
            ),
            read
        );
        Assert.Equal(new Dictionary<string, string> { ["order"] = "4711", ["area"] = "north" }, read.Data.Metadata);
    }

    [Fact]
    public void A_job_without_names_has_none_in_the_message() =>
        Assert.EndsWith(
            ""","label":null,"metadata":{}}}""",
            JobEndMessage.Compose(17, Cancelled, Submission with { Label = null, Metadata = null }).Body
        );

    [Theory]
    [InlineData(JobStatus.Completed)]
    [InlineData(JobStatus.Failed)]
    [InlineData(JobStatus.Cancelled)]
    public void The_message_matches_the_OpenAPI_document(JobStatus status) =>
        Assert.Null(
            ApiDocument.Committed.Judge(
                "JobEndMessage",
                JsonElement.Parse(JobEndMessage.Compose(17, Cancelled with { Status = status }, Submission).Body)
            )
        );

    [Fact]
    public void The_message_reports_how_the_job_ended()
    {
        var message = JobEndMessage.Compose(17, Cancelled, Submission);
        Assert.Equal("job.cancelled", message.Type);
        Assert.Equal(
            """{"type":"job.cancelled","timestamp":"2026-05-04T12:05:00Z","data":{"job_id":17,"status":"cancelled","submitted_at":"2026-05-04T12:00:00Z","ended_at":"2026-05-04T12:05:00Z","visits":3,"counts":{"total":30,"measured":20,"failed":4,"cancelled":6},"label":"Week 19","metadata":{"area":"north","order":"4711"}}}""",
            message.Body
        );
    }

    [Fact]
    public void One_end_has_the_same_id_after_it_was_stored() =>
        Assert.Equal(
            JobEndMessage.Compose(17, Cancelled, Submission),
            JobEndMessage.Compose(17, StoredJob.From(Cancelled).ToJob(), Submission)
        );

    [Fact]
    public void Another_end_has_another_id()
    {
        string[] ids =
        [
            JobEndMessage.Compose(17, Cancelled, Submission).Id,
            JobEndMessage.Compose(18, Cancelled, Submission).Id,
            JobEndMessage.Compose(17, Cancelled with { EndedAt = Noon.AddMinutes(6) }, Submission).Id,
        ];
        Assert.All(ids, id => Assert.Matches("^msg_[0-9a-f]{32}$", id));
        Assert.Equal(3, ids.Distinct().Count());
    }
}
