using Orleans.Storage;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Documents of jobs, kept in memory; shared by all silos of a test cluster.</summary>
internal sealed class FakeJobDocuments(FakeLedger ledger) : IJobDocuments
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, (byte[] Json, int Version)> documents = [];

    /// <summary>Awaited after an end is stored, before its caller learns of it.</summary>
    public Task EndGate { get; set; } = Task.CompletedTask;

    /// <summary>How often <see cref="FakeLedger.TroubleAtEnd"/> was thrown.</summary>
    public int EndsRefused { get; private set; }

    public Task<VersionedDocument<T>?> FindAsync<T>(long jobId, CancellationToken cancellationToken)
        where T : class
    {
        lock (gate)
            return Task.FromResult(
                documents.TryGetValue(jobId, out var found)
                    ? new VersionedDocument<T>(DocumentSerializer.Read<T>(found.Json), found.Version)
                    : null
            );
    }

    public Task<int> WriteAsync<T>(long jobId, T document, int? version, CancellationToken cancellationToken)
        where T : class
    {
        lock (gate)
            return Task.FromResult(Write(jobId, document, version));
    }

    public Task RemoveAsync(long jobId, int version, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Check(jobId, version);
            documents.Remove(jobId);
        }

        return Task.CompletedTask;
    }

    public async Task<int?> SubmitAsync<T>(
        long jobId,
        JobSubmission submission,
        DateTimeOffset submittedAt,
        T document,
        CancellationToken cancellationToken
    )
        where T : class
    {
        await ledger.BeginSubmissionAsync();
        lock (gate)
            return ledger.TryRecord(jobId, submission, submittedAt) ? Write(jobId, document, null) : null;
    }

    public async Task<EndReceipt> EndAsync<T>(
        long jobId,
        T document,
        int version,
        JobEnd end,
        WebhookMessage message,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (ledger.TroubleAtEnd is { } trouble)
        {
            EndsRefused++;
            throw trouble;
        }

        var next = await WriteAsync(jobId, document, version, cancellationToken);
        var isDue = await ledger.RecordEndAsync(jobId, end, message, cancellationToken);
        await EndGate;
        return new EndReceipt(next, isDue);
    }

    private int Write<T>(long jobId, T document, int? version)
    {
        Check(jobId, version);
        var next = (version ?? 0) + 1;
        documents[jobId] = (DocumentSerializer.Write(document), next);
        return next;
    }

    private void Check(long jobId, int? version)
    {
        if ((documents.TryGetValue(jobId, out var found) ? found.Version : (int?)null) != version)
            throw new InconsistentStateException($"The document of job {jobId} has another version.");
    }
}
