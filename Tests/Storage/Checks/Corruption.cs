namespace RetailPulse.Tests.Storage.Checks;

/// <summary>A change of a whole database that makes it contradict itself.</summary>
/// <param name="Statement">SQL statements. <c>{…}</c> around a JSON document stands for its literal.</param>
/// <param name="Expected">Beginning and part of the finding, with <c>…</c> between them.</param>
public sealed record Corruption(string Name, string Statement, string Expected)
{
    private const string OfJob = "GrainTypeString = 'job' AND GrainIdN1";

    /// <summary>One for each rule, on every engine.</summary>
    public static readonly IReadOnlyList<Corruption> All =
    [
        new(
            "a visit is missing",
            "DELETE FROM visits WHERE job_id = 6 AND visit_no = 1",
            "visits, job 6: 2 visits were submitted, and 1 are stored"
        ),
        new(
            "a visit has a wrong number",
            "UPDATE visits SET visit_no = 7 WHERE job_id = 6 AND visit_no = 1",
            "visits, job 6: …from 0 to 7"
        ),
        new(
            "a job counts too many images",
            "UPDATE jobs SET images = 9 WHERE job_id = 6",
            "jobs, job 6: the job has 9 images, and its visits have 3"
        ),
        new(
            "an ended job has no end",
            "UPDATE jobs SET ended_at = NULL WHERE job_id = 1",
            "jobs, job 1: the job is completed, and has no end"
        ),
        new(
            "an ongoing job has an end",
            "UPDATE jobs SET ended_at = submitted_at WHERE job_id = 5",
            "jobs, job 5: the job is ongoing, and ended at"
        ),
        new(
            "a result is missing",
            "DELETE FROM image_results WHERE job_id = 1 AND visit_no = 0 AND image_no = 0",
            "image_results, job 1: …every image must be measured"
        ),
        new(
            "a job with failures is completed",
            "UPDATE jobs SET status = 'completed' WHERE job_id = 2",
            "image_results, job 2: …every image must be measured"
        ),
        new(
            "a job without failures has failed",
            "UPDATE jobs SET status = 'failed' WHERE job_id = 1",
            "image_results, job 1: …at least one must have failed"
        ),
        new(
            "a job with all results is cancelled",
            "UPDATE jobs SET status = 'cancelled' WHERE job_id = 1",
            "image_results, job 1: …must lack a result"
        ),
        new("a status is unknown", "UPDATE jobs SET status = 'done' WHERE job_id = 1", "image_results, job 1: …the status must be"),
        new(
            "an ended job has no document",
            $"DELETE FROM OrleansStorage WHERE {OfJob} = 1",
            "OrleansStorage, job 1: the job is completed, and has no document"
        ),
        new(
            "a document cannot be read",
            $"UPDATE OrleansStorage SET PayloadBinary = {{broken}} WHERE {OfJob} = 5",
            "OrleansStorage, job 5: the document cannot be read"
        ),
        new(
            "a tenant differs",
            "UPDATE jobs SET tenant = 'acme' WHERE job_id = 5",
            "OrleansStorage, job 5: …the tenant 'default' and 'acme'"
        ),
        new(
            "a status differs",
            "UPDATE jobs SET status = 'ongoing', ended_at = NULL WHERE job_id = 2",
            "OrleansStorage, job 2: …the status 'failed' and 'ongoing'"
        ),
        new(
            "an end differs",
            "UPDATE jobs SET ended_at = submitted_at WHERE job_id = 1",
            "OrleansStorage, job 1: …the end '2026-05-04T12:01"
        ),
        new("a number of retries differs", "UPDATE jobs SET run = 1 WHERE job_id = 3", "OrleansStorage, job 3: …retries '2' and '1'"),
        new(
            "a count of a document is wrong",
            "DELETE FROM image_results WHERE job_id = 4",
            "OrleansStorage, job 4: the document counts 1 measured and 0 failed images, and the results are 0 and 0"
        ),
        new(
            "a version went back",
            $"UPDATE OrleansStorage SET Version = 4 WHERE {OfJob} = 3",
            "OrleansStorage, job 3: …has the version 4, and what it says takes at least 6"
        ),
        new("a job is closed and not canceled", "UPDATE jobs SET closed = true WHERE job_id = 5", "jobs, job 5: the job is closed"),
        new(
            "a retry of a job is missing",
            "DELETE FROM job_retries WHERE job_id = 3 AND run = 1",
            "job_retries, job 3: the job was retried 2 times, and 1"
        ),
        new(
            "a retry counts too many images",
            "UPDATE job_retries SET images = 9 WHERE job_id = 3 AND run = 1",
            "retries, job 3: the retries of the job have 10 images, and 4"
        ),
        new(
            "an event is missing",
            "DELETE FROM job_events WHERE job_id = 1 AND kind = 'ended'",
            "job_events, job 1: …1 ends must be stored, and 1, 0, and 0 are"
        ),
        new(
            "an event is wrong",
            "UPDATE job_events SET measured = 3 WHERE job_id = 1 AND kind = 'ended'",
            "job_events, job 1: …'completed 4 0' (status, measured, failed), and is 'completed 3 0'"
        ),
        new(
            "a webhook is missing",
            "DELETE FROM webhook_deliveries WHERE job_id = 1",
            "webhook_deliveries, job 1: 1 webhooks must be stored"
        ),
        new(
            "results belong to no job",
            "UPDATE image_results SET job_id = 77 WHERE job_id = 5",
            "image_results, job 77: 2 rows belong to a job that does not exist"
        ),
        new(
            "events belong to no job",
            "UPDATE job_events SET job_id = 77 WHERE job_id = 1",
            "job_events, job 77: 2 rows belong to a job that does not exist"
        ),
        new(
            "retries of images belong to no job",
            "UPDATE retries SET job_id = 77 WHERE job_id = 3",
            "retries, job 77: 4 rows belong to a job that does not exist"
        ),
        new(
            "retries belong to no job",
            "UPDATE job_retries SET job_id = 77 WHERE job_id = 3",
            "job_retries, job 77: 2 rows belong to a job that does not exist"
        ),
        new(
            "metadata belong to no job",
            "UPDATE job_metadata SET job_id = 77 WHERE job_id = 1",
            "job_metadata, job 77: 1 rows belong to a job that does not exist"
        ),
        new(
            "counts of failures belong to no job",
            "UPDATE job_failures SET job_id = 77 WHERE job_id = 2",
            "job_failures, job 77: 1 rows belong to a job that does not exist"
        ),
        new(
            "counts belong to no job",
            "UPDATE job_counts SET job_id = 77 WHERE job_id = 2",
            "job_counts, job 77: 2 rows belong to a job that does not exist"
        ),
        new(
            "attempts belong to no job",
            "UPDATE webhook_attempts SET job_id = 77 WHERE job_id = 2",
            "webhook_attempts, job 77: 1 rows belong to a job that does not exist"
        ),
        new(
            "webhooks belong to no job",
            "UPDATE webhook_deliveries SET job_id = 77 WHERE job_id = 1",
            "webhook_deliveries, job 77: 1 rows belong to a job that does not exist"
        ),
        new("an upload belongs to no job", "UPDATE uploads SET job_id = 77", "uploads, job 77: 1 rows belong to a job that does not exist"),
        new(
            "an attempt belongs to no webhook",
            "UPDATE webhook_attempts SET delivery_id = 'none'",
            "webhook_attempts, job 2: the delivery 'none' of the job has no attempt 1"
        ),
        new(
            "a webhook has fewer attempts than are stored",
            "UPDATE webhook_deliveries SET attempts = 0, state = 'failed' WHERE job_id = 2",
            "webhook_attempts, job 2: …has no attempt 1"
        ),
        new(
            "a result belongs to no image",
            "UPDATE image_results SET image_no = 9 WHERE job_id = 5 AND image_no = 1",
            "image_results, job 5: a result is stored for image 9 of visit 0, which was not submitted"
        ),
        new(
            "a result belongs to no visit",
            "UPDATE image_results SET visit_no = 9 WHERE job_id = 5 AND image_no = 1",
            "image_results, job 5: a result is stored for image 1 of visit 9, which was not submitted"
        ),
        new(
            "a run has no retry",
            "DELETE FROM retries WHERE job_id = 3 AND run = 2",
            "image_results, job 3: a result is stored for run 2 of image 1 of visit 0"
        ),
        new(
            "a measured image was retried",
            "UPDATE image_results SET reason = NULL, width = 1, height = 1, perimeter = 4 WHERE job_id = 3 AND visit_no = 1 AND image_no = 0 AND run = 0",
            "retries, job 3: run 1 of image 0 of visit 1 is stored, and the run before has not failed"
        ),
        new(
            "a perimeter is wrong",
            "UPDATE image_results SET perimeter = 15 WHERE job_id = 1 AND visit_no = 0 AND image_no = 0",
            "image_results, job 1: image 0 of visit 0 is measured with 4 × 3 pixels and the perimeter 15"
        ),
        new(
            "a visit counts too many images",
            "UPDATE visits SET images = 3 WHERE job_id = 6 AND visit_no = 1",
            "visits, job 6: visit 1 has 3 images, 1 URLs"
        ),
        new(
            "a count is too high",
            "UPDATE job_counts SET images = images + 1 WHERE job_id = 5 AND reason = ''",
            "job_counts, job 5: 2 images are counted as measured, and 1 results are"
        ),
        new(
            "a count is missing",
            "DELETE FROM job_counts WHERE job_id = 2 AND reason <> ''",
            "job_counts, job 2: 0 images are counted as 'unknown_store', and 2 results are"
        ),
        new(
            "a host is wrong",
            "UPDATE job_failures SET host = 'wrong.example' WHERE job_id = 3 AND host = 'other.example:8443'",
            "job_failures, job 3: …of other.example:8443 are counted as 'http_404', and 1 results are"
        ),
        new(
            "a photo is indexed without its result",
            "UPDATE content_hashes SET image_no = 9 WHERE job_id = 1 AND visit_no = 0 AND image_no = 0",
            "content_hashes, job 1: image 9 of visit 0 is in the index of photos, and has no result"
        ),
        new(
            "a photo is indexed with other bytes",
            "UPDATE content_hashes SET hash_start = 12345 WHERE job_id = 1 AND visit_no = 0 AND image_no = 0",
            "content_hashes, job 1: image 0 of visit 0 is in the index of photos, and has no result with these bytes"
        ),
        new(
            "a photo is not indexed",
            "DELETE FROM content_hashes WHERE job_id = 3 AND visit_no = 1 AND image_no = 0",
            "content_hashes, job 3: image 0 of visit 1 is not in the index of photos"
        ),
        new(
            "a pending webhook is never due",
            "UPDATE webhook_deliveries SET next_attempt_at = NULL WHERE job_id = 1",
            "webhook_deliveries, job 1: …is pending, and its attempts"
        ),
        new(
            "a complete job has an upload",
            "UPDATE uploads SET job_id = 1",
            "uploads, job 1: the job is completed, and its upload is not complete"
        ),
        new(
            "a minute has more failures than results",
            "UPDATE throughput SET failed = 11",
            "throughput: silo S counts 10 results in a minute, of which 11 failed"
        ),
        new("the secret is missing", "DELETE FROM installation", "installation: the secret of the installation must be stored once"),
        new(
            "a document belongs to no job",
            $"UPDATE OrleansStorage SET GrainIdN1 = 77 WHERE {OfJob} = 5",
            "OrleansStorage, job 77: a document is stored for a job that does not exist"
        ),
        new(
            "a document has another key",
            $"UPDATE OrleansStorage SET GrainIdHash = 1 WHERE {OfJob} = 5",
            "OrleansStorage, job 5: the document of the job has the key"
        ),
        new(
            "ids are reserved twice",
            """UPDATE OrleansStorage SET PayloadBinary = {{"schema":1,"reserved_up_to":8}} WHERE GrainTypeString = 'job-ids'""",
            "OrleansStorage, job 9: the document 'job-ids' reserves ids up to 8"
        ),
        new(
            "no ids are reserved",
            "DELETE FROM OrleansStorage WHERE GrainTypeString = 'job-ids'",
            "OrleansStorage, job 9: the document 'job-ids' is missing"
        ),
        new(
            "a key has an id of the future",
            """UPDATE OrleansStorage SET PayloadBinary = {{"job_id":141}} WHERE GrainTypeString = 'idempotency' AND GrainIdN1 = 99""",
            "OrleansStorage, job 141: an idempotency key refers to this job, whose id was not assigned"
        ),
        new(
            "a key cannot be read",
            "UPDATE OrleansStorage SET PayloadBinary = {broken} WHERE GrainTypeString = 'idempotency' AND GrainIdN1 = 99",
            "OrleansStorage: the document of an idempotency key cannot be read"
        ),
        new(
            "a store master is changed",
            "UPDATE store_masters SET sha256 = 'aa'",
            "store_masters: the file of version 1 must have the SHA-256 aa"
        ),
        new("an index is missing", "DROP INDEX ix_jobs_label", "ix_jobs_label: 'ix_jobs_label' is part of the schema, and is missing"),
        new("a table is missing", "DROP TABLE throughput", "throughput: 'throughput' is part of the schema, and is missing"),
    ];

    public override string ToString() => Name;
}
