using System.Text;
using System.Text.Json;
using RetailPulse.Grains.Jobs;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Webhooks;

public sealed class WebhookMessageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Job Cancelled = new(JobStatus.Cancelled, 3, 30, Noon, Measured: 20, Failed: 4, EndedAt: Noon.AddMinutes(5));

    [Fact]
    public void A_client_can_read_the_message()
    {
        var read = RetailPulse.Client.JobEndMessage.Parse(Encoding.UTF8.GetBytes(JobEndMessage.Compose(17, Cancelled).Body));
        Assert.Equal(
            new RetailPulse.Client.JobEndMessage(
                "job.cancelled",
                Noon.AddMinutes(5),
                new(17, "cancelled", Noon, Noon.AddMinutes(5), 3, new(30, 20, 4, 6))
            ),
            read
        );
    }

    [Theory]
    [InlineData(JobStatus.Completed)]
    [InlineData(JobStatus.Failed)]
    [InlineData(JobStatus.Cancelled)]
    public void The_message_matches_the_OpenAPI_document(JobStatus status) =>
        Assert.Null(
            ApiDocument.Committed.Judge(
                "JobEndMessage",
                JsonElement.Parse(JobEndMessage.Compose(17, Cancelled with { Status = status }).Body)
            )
        );

    [Fact]
    public void The_message_reports_how_the_job_ended()
    {
        var message = JobEndMessage.Compose(17, Cancelled);
        Assert.Equal("job.cancelled", message.Type);
        Assert.Equal(
            """{"type":"job.cancelled","timestamp":"2026-05-04T12:05:00Z","data":{"job_id":17,"status":"cancelled","submitted_at":"2026-05-04T12:00:00Z","ended_at":"2026-05-04T12:05:00Z","visits":3,"counts":{"total":30,"measured":20,"failed":4,"cancelled":6}}}""",
            message.Body
        );
    }

    [Fact]
    public void One_end_has_the_same_id_after_it_was_stored() =>
        Assert.Equal(JobEndMessage.Compose(17, Cancelled), JobEndMessage.Compose(17, StoredJob.From(Cancelled).ToJob()));

    [Fact]
    public void Another_end_has_another_id()
    {
        string[] ids =
        [
            JobEndMessage.Compose(17, Cancelled).Id,
            JobEndMessage.Compose(18, Cancelled).Id,
            JobEndMessage.Compose(17, Cancelled with { EndedAt = Noon.AddMinutes(6) }).Id,
        ];
        Assert.All(ids, id => Assert.Matches("^msg_[0-9a-f]{32}$", id));
        Assert.Equal(3, ids.Distinct().Count());
    }
}
