using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests the documents of jobs: every engine protects them by their versions, and with them the facts of their transaction.</summary>
public abstract class JobDocumentConformance(Product product)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;
    private static int jobs = 5_000_000;

    private readonly long job = Interlocked.Increment(ref jobs);

    private IJobDocuments Documents => product.Services.GetRequiredService<IJobDocuments>();

    private ILedger Ledger => product.Services.GetRequiredService<ILedger>();

    private IGrainStorage Provider => product.Services.GetRequiredKeyedService<IGrainStorage>("Default");

    private GrainId Grain => product.Services.GetRequiredService<IGrainFactory>().GetGrain<IJobGrain>(job).GetGrainId();

    [Fact]
    public async Task A_document_is_read_as_it_was_written()
    {
        Assert.Null(await Documents.FindAsync<StoredJob>(job, None));
        Assert.Equal(1, await Documents.WriteAsync(job, Of(images: 7), version: null, None));
        Assert.Equal(2, await Documents.WriteAsync(job, Of(images: 8), version: 1, None));
        var found = (await Documents.FindAsync<StoredJob>(job, None))!;
        Assert.Equal((8, 2), (found.Document.Images, found.Version));
    }

    [Fact]
    public async Task A_document_that_the_provider_of_Orleans_wrote_is_found()
    {
        await Provider.WriteStateAsync("job", Grain, new GrainState<StoredJob>(Of(images: 7)));
        var found = (await Documents.FindAsync<StoredJob>(job, None))!;
        Assert.Equal((7, 1), (found.Document.Images, found.Version));
        Assert.Equal(2, await Documents.WriteAsync(job, Of(images: 8), version: 1, None));
    }

    [Fact]
    public async Task The_provider_of_Orleans_finds_a_document()
    {
        await Documents.WriteAsync(job, Of(images: 7), version: null, None);
        var found = new GrainState<StoredJob>(new StoredJob());
        await Provider.ReadStateAsync("job", Grain, found);
        Assert.Equal((7, "1"), (found.State!.Images, found.ETag));
    }

    [Fact]
    public async Task A_write_of_another_version_is_refused()
    {
        await Documents.WriteAsync(job, Of(images: 7), version: null, None);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Documents.WriteAsync(job, Of(images: 8), version: null, None));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Documents.WriteAsync(job, Of(images: 8), version: 2, None));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Documents.RemoveAsync(job, version: 2, None));
        Assert.Equal(7, (await Documents.FindAsync<StoredJob>(job, None))!.Document.Images);
    }

    [Fact]
    public async Task Of_many_writes_at_once_one_wins()
    {
        await Documents.WriteAsync(job, Of(images: 1), version: null, None);
        var wins = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async rival =>
                {
                    try
                    {
                        return await Documents.WriteAsync(job, Of(images: rival), version: 1, None) == 2;
                    }
                    catch (InconsistentStateException)
                    {
                        return false;
                    }
                })
        );
        Assert.Equal(1, wins.Count(won => won));
    }

    [Fact]
    public async Task A_removed_document_is_gone()
    {
        await Documents.WriteAsync(job, Of(images: 1), version: null, None);
        await Documents.RemoveAsync(job, version: 1, None);
        Assert.Null(await Documents.FindAsync<StoredJob>(job, None));
    }

    [Fact]
    public async Task A_submission_is_recorded_with_its_document()
    {
        var submission = new JobSubmission([
            new("S1", "2026-05-04T09:30:00Z", ["http://a.example/ä\"\\", "http://a.example/2"], "visit 1"),
            new("S2", "time of store visit", ["http://b.example/1"]),
        ])
        {
            Tenant = "acme",
            Label = "May",
            Metadata = JobMetadata.Of([new("region", "north"), new("week", "19")]),
            SubmittedBy = "key",
            Traceparent = "00-1-2-3",
            CallbackUrl = "http://c.example/",
        };
        Assert.Equal(1, await Documents.SubmitAsync(job, submission, Noon, Of(images: 3), None));
        Assert.Equal(SubmissionTotals.Of(submission, Noon), await Ledger.FindSubmissionAsync(job, None));
        Assert.Equal([new PendingVisit(0, "S1", 2), new PendingVisit(1, "S2", 1)], await Ledger.ReadPendingVisitsAsync(job, -1, 10, None));
        Assert.Equal(["http://a.example/ä\"\\", "http://a.example/2"], (await Ledger.FindVisitAsync(job, 0, None))!.ImageUrls);
        Assert.Equal(3, (await Documents.FindAsync<StoredJob>(job, None))!.Document.Images);
    }

    [Fact]
    public async Task A_submission_that_exists_stays_and_gets_no_document()
    {
        await Ledger.RecordSubmissionAsync(job, Grid(visits: 2, images: 2), Noon, None);
        Assert.Null(await Documents.SubmitAsync(job, Grid(visits: 1, images: 1), Noon.AddDays(1), Of(images: 1), None));
        Assert.Equal(4, (await Ledger.FindSubmissionAsync(job, None))!.Images);
        Assert.Null(await Documents.FindAsync<StoredJob>(job, None));
    }

    [Fact]
    public async Task No_submission_is_recorded_where_a_document_exists()
    {
        await Documents.WriteAsync(job, Of(images: 7), version: null, None);
        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Documents.SubmitAsync(job, Grid(visits: 1, images: 1), Noon, Of(images: 1), None)
        );
        Assert.Null(await Ledger.FindSubmissionAsync(job, None));
        Assert.Equal(7, (await Documents.FindAsync<StoredJob>(job, None))!.Document.Images);
    }

    [Fact]
    public async Task An_end_is_recorded_with_its_document()
    {
        await Documents.SubmitAsync(job, Submission(), Noon, Of(images: 1), None);
        Assert.Equal(new EndReceipt(2, MessageDue: true), await EndAsync(version: 1));
        Assert.True(await Ledger.HasEndedAsync(job, None));
        Assert.Equal(JobStatus.Completed, (await Documents.FindAsync<StoredJob>(job, None))!.Document.Status);

        // As after a lost response: the message is already due.
        Assert.Equal(new EndReceipt(3, MessageDue: false), await EndAsync(version: 2));
    }

    [Fact]
    public async Task No_end_is_recorded_over_another_version()
    {
        await Documents.SubmitAsync(job, Submission(), Noon, Of(images: 1), None);
        await Documents.WriteAsync(job, Of(images: 1), version: 1, None);
        await Assert.ThrowsAsync<InconsistentStateException>(() => EndAsync(version: 1));
        Assert.False(await Ledger.HasEndedAsync(job, None));
    }

    private static StoredJob Of(long images) => new() { Images = images };

    private static JobSubmission Submission() => Grid(visits: 1, images: 1) with { CallbackUrl = "http://127.0.0.1:1/" };

    private Task<EndReceipt> EndAsync(int version) =>
        Documents.EndAsync(
            job,
            new StoredJob { Images = 1, Status = JobStatus.Completed },
            version,
            new JobEnd(JobStatus.Completed, Noon, 0, Measured: 1),
            new WebhookMessage($"msg_{job}", "job.completed", "{}"),
            None
        );
}

public sealed class SqliteJobDocumentTests(Product product) : JobDocumentConformance(product), IClassFixture<Product>;

public sealed class PostgreSqlJobDocumentTests(PostgreSqlProduct product)
    : JobDocumentConformance(product.Running),
        IClassFixture<PostgreSqlProduct>;
