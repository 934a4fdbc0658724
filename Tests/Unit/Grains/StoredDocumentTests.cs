using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Jobs.Submission;
using RetailPulse.Grains.Secrets;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Tests.Unit.Grains;

/// <summary>Tests the documents that exist in production databases.</summary>
/// <remarks>If a test fails here, the shape of a document has changed: give it a new schema number, and read the old one.</remarks>
public sealed class StoredDocumentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_job() =>
        Golden(
            """{"schema":4,"status":"failed","visits":3,"images":30,"submitted_at":"2026-05-04T12:00:00+00:00","stores_checked":true,"measured":28,"failed":2,"ended_at":"2026-05-04T12:05:00+00:00","retries":1,"cancel_requested":false,"tenant":"default","started_at":"2026-05-04T12:00:01+00:00","cancelled_at":null,"cancelled_by":null}""",
            new StoredJob
            {
                Retries = 1,
                Status = JobStatus.Failed,
                Visits = 3,
                Images = 30,
                SubmittedAt = Noon,
                StoresChecked = true,
                Measured = 28,
                Failed = 2,
                EndedAt = Noon.AddMinutes(5),
                StartedAt = Noon.AddSeconds(1),
            }
        );

    [Fact]
    public void A_job_that_runs() =>
        Golden(
            """{"schema":4,"status":"ongoing","visits":3,"images":30,"submitted_at":"2026-05-04T12:00:00+00:00","stores_checked":false,"measured":0,"failed":0,"ended_at":null,"retries":0,"cancel_requested":true,"tenant":"acme","started_at":null,"cancelled_at":"2026-05-04T12:00:02+00:00","cancelled_by":"night shift"}""",
            new StoredJob
            {
                Tenant = "acme",
                CancelRequested = true,
                Status = JobStatus.Ongoing,
                Visits = 3,
                Images = 30,
                SubmittedAt = Noon,
                CancelledAt = Noon.AddSeconds(2),
                CancelledBy = "night shift",
            }
        );

    [Fact]
    public void A_job_of_schema_3() =>
        Assert.Equal(
            new Job(JobStatus.Ongoing, 3, 30, Noon, StoresChecked: true, Retries: 1, CancelRequested: true, Tenant: "acme"),
            new DocumentSerializer()
                .Deserialize<StoredJob>(
                    BinaryData.FromString(
                        """{"schema":3,"status":"ongoing","visits":3,"images":30,"submitted_at":"2026-05-04T12:00:00+00:00","stores_checked":true,"measured":0,"failed":0,"ended_at":null,"retries":1,"cancel_requested":true,"tenant":"acme"}"""
                    )
                )!
                .ToJob()
        );

    [Fact]
    public void A_job_of_schema_1() =>
        Assert.Equal(
            new Job(JobStatus.Failed, 3, 30, Noon, StoresChecked: true, Measured: 28, Failed: 2, EndedAt: Noon.AddMinutes(5)),
            new DocumentSerializer()
                .Deserialize<StoredJob>(
                    BinaryData.FromString(
                        """{"schema":1,"status":"failed","visits":3,"images":30,"submitted_at":"2026-05-04T12:00:00+00:00","stores_checked":true,"measured":28,"failed":2,"ended_at":"2026-05-04T12:05:00+00:00"}"""
                    )
                )!
                .ToJob()
        );

    [Fact]
    public void A_job_of_schema_2() =>
        Assert.Equal(
            new Job(JobStatus.Ongoing, 3, 30, Noon, Retries: 1, CancelRequested: true, Tenant: JobSubmission.DefaultTenant),
            new DocumentSerializer()
                .Deserialize<StoredJob>(
                    BinaryData.FromString(
                        """{"schema":2,"status":"ongoing","visits":3,"images":30,"submitted_at":"2026-05-04T12:00:00+00:00","stores_checked":false,"measured":0,"failed":0,"ended_at":null,"retries":1,"cancel_requested":true}"""
                    )
                )!
                .ToJob()
        );

    [Fact]
    public void Job_ids() => Golden("""{"schema":1,"reserved_up_to":900}""", new StoredJobIds { ReservedUpTo = 900 });

    [Fact]
    public void An_idempotency_key() =>
        Golden(
            """{"schema":2,"job_id":17,"fingerprint":"ab12","claimed_at":"2026-05-04T12:00:00+00:00","mark":null,"made":false,"images":null}""",
            new StoredIdempotency
            {
                JobId = 17,
                Fingerprint = "ab12",
                ClaimedAt = Noon,
            }
        );

    [Fact]
    public void An_idempotency_key_of_a_retry() =>
        Golden(
            """{"schema":2,"job_id":0,"fingerprint":"retry 17","claimed_at":"2026-05-04T12:00:00+00:00","mark":2,"made":true,"images":120}""",
            new StoredIdempotency
            {
                Fingerprint = "retry 17",
                ClaimedAt = Noon,
                Mark = 2,
                Made = true,
                Images = 120,
            }
        );

    [Fact]
    public void An_idempotency_key_of_schema_1() =>
        Assert.Equivalent(
            new StoredIdempotency
            {
                Schema = 1,
                JobId = 17,
                Fingerprint = "ab12",
                ClaimedAt = Noon,
            },
            new DocumentSerializer().Deserialize<StoredIdempotency>(
                BinaryData.FromString("""{"schema":1,"job_id":17,"fingerprint":"ab12","claimed_at":"2026-05-04T12:00:00+00:00"}""")
            ),
            strict: true
        );

    [Fact]
    public void Webhook_secrets() =>
        Golden(
            """{"schema":3,"current":"whsec_bmV3","previous":"whsec_b2xk","previous_until":"2026-05-04T12:00:00+00:00","earlier":[{"secret":"whsec_b25l","until":"2026-05-04T11:00:00+00:00"}]}""",
            new StoredWebhookSecrets
            {
                Current = "whsec_bmV3",
                Previous = "whsec_b2xk",
                PreviousUntil = Noon,
                Earlier = [new StoredWebhookSecret("whsec_b25l", Noon.AddHours(-1))],
            }
        );

    [Fact]
    public void Webhook_secrets_of_schema_2() =>
        Assert.Equal(
            ["whsec_bmV3", "whsec_b2xk", "whsec_b25l"],
            new DocumentSerializer()
                .Deserialize<StoredWebhookSecrets>(
                    BinaryData.FromString(
                        """{"schema":2,"current":"whsec_bmV3","previous":"whsec_b2xk","previous_until":"2026-05-04T12:00:00+00:00","earlier":[{"secret":"whsec_b25l","until":"2026-05-04T11:59:30+00:00"}]}"""
                    )
                )!
                .Select(secret => SecretCipher.Read(new SecretsOptions()).Reveal(secret, "webhook-secret/default"))
                .At(Noon.AddMinutes(-1))
                .All
        );

    [Fact]
    public void Webhook_secrets_of_schema_1() =>
        Assert.Equal(
            ["whsec_bmV3", "whsec_b2xk"],
            new DocumentSerializer()
                .Deserialize<StoredWebhookSecrets>(
                    BinaryData.FromString(
                        """{"schema":1,"current":"whsec_bmV3","previous":"whsec_b2xk","previous_until":"2026-05-04T12:00:00+00:00"}"""
                    )
                )!
                .At(Noon.AddMinutes(-1))
                .All
        );

    [Fact]
    public void A_job_is_the_same_after_it_was_stored()
    {
        var job = new Job(
            JobStatus.Failed,
            3,
            30,
            Noon,
            StoresChecked: true,
            Measured: 28,
            Failed: 2,
            EndedAt: Noon,
            Tenant: "acme",
            StartedAt: Noon,
            CancelledAt: Noon,
            CancelledBy: "key"
        );
        Assert.Equal(job, StoredJob.From(job).ToJob());
    }

    private static void Golden<T>(string json, T document)
    {
        var serializer = new DocumentSerializer();
        Assert.Equal(json, serializer.Serialize(document).ToString());
        Assert.Equivalent(document, serializer.Deserialize<T>(BinaryData.FromString(json)), strict: true);
    }
}
