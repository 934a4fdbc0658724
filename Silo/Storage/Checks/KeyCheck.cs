using System.Text.Json;
using RetailPulse.Grains.Jobs.Operations;
using RetailPulse.Grains.Jobs.Submission;
using RetailPulse.Silo.Storage.Mapping;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>Checks that no id of a job can be assigned a second time, and that no idempotency key refers to an id that is not assigned yet.</summary>
/// <remarks>
/// A key may refer to a job that does not exist: its submission was interrupted, or the job was deleted. A key of an operation has the id of
/// the operation, which other numbers count.
/// </remarks>
internal sealed class KeyCheck
{
    private readonly bool hasIds;
    private readonly long reserved;
    private readonly long operations;

    /// <param name="ids">Document of the ids that were reserved; <see langword="null"/> if there is none.</param>
    /// <param name="operations">Document of the operations; <see langword="null"/> if there is none.</param>
    /// <exception cref="JsonException">A document cannot be read.</exception>
    public KeyCheck(byte[]? ids, byte[]? operations)
    {
        hasIds = ids is not null;
        reserved = ids is null ? 0 : DocumentSerializer.Read<StoredJobIds>(ids).ReservedUpTo;
        this.operations = operations is null ? 0 : DocumentSerializer.Read<StoredJobOperationList>(operations).Last;
    }

    /// <param name="lastJob">Highest id of a job; <see langword="null"/> without jobs.</param>
    public Finding? FindJob(long? lastJob) =>
        lastJob is null || lastJob <= reserved
            ? null
            : new Finding(
                "OrleansStorage",
                lastJob,
                hasIds
                    ? $"the document 'job-ids' reserves ids up to {reserved}, and this job exists, so that a later submission would get its id."
                    : "the document 'job-ids' is missing, so that later submissions would get ids of existing jobs.",
                "Do not accept submissions. Restore a backup without this finding."
            );

    public Finding? FindKey(byte[] document)
    {
        try
        {
            var claim = DocumentSerializer.Read<StoredIdempotency>(document);
            return claim.JobId <= Math.Max(reserved, operations)
                ? null
                : new Finding(
                    "OrleansStorage",
                    claim.JobId,
                    $"an idempotency key refers to this job, whose id was not assigned: ids are reserved up to {reserved}.",
                    "A later job would be returned for the key. Do not accept submissions for 24 hours after the claim, or restore a backup without this finding."
                );
        }
        catch (JsonException exception)
        {
            return new Finding(
                "OrleansStorage",
                null,
                $"the document of an idempotency key cannot be read: {exception.Message}",
                "Requests with this key fail until it expires. Clients must use another key."
            );
        }
    }
}
