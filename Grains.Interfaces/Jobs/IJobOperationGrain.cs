using System.Collections.Immutable;
using Orleans.Concurrency;

namespace RetailPulse.Jobs;

/// <summary>One change of all jobs that match a filter. Key: the operation id.</summary>
[Alias("job-operation"), Version(1)]
public interface IJobOperationGrain : IGrainWithIntegerKey
{
    /// <summary>Stores the operation durably, then starts it. A second call changes nothing.</summary>
    /// <remarks>Timeout 10 s: a query of the ledger, and one small write.</remarks>
    [Alias("start"), ResponseTimeout(ResponseTimeouts.OperationStart)]
    Task StartAsync(JobOperationRequest request);

    /// <summary>Returns the progress of the operation; <see langword="null"/> if it does not exist.</summary>
    /// <remarks>Timeout 2 s: the progress comes from memory, or from one document after an activation.</remarks>
    [Alias("read"), AlwaysInterleave, ResponseTimeout(ResponseTimeouts.JobRead)]
    ValueTask<JobOperationProgress?> ReadAsync();

    /// <summary>Resumes the operation, and returns whether it still has work to do.</summary>
    [Alias("resume"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<bool> ResumeAsync();

    /// <summary>Deletes an operation that has ended.</summary>
    [Alias("delete"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task DeleteAsync();
}

/// <summary>Issues ids of operations, and remembers which operations have not ended. Key: 0.</summary>
[Alias("job-operation-list"), Version(1)]
public interface IJobOperationListGrain : IGrainWithIntegerKey
{
    /// <summary>Returns a new id, and remembers it as one of an operation that has not ended.</summary>
    [Alias("begin"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<long> BeginAsync();

    /// <summary>Remembers an id that was issued before as one of an operation that is about to start, and has not ended.</summary>
    [Alias("keep"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task KeepAsync(long id);

    /// <summary>Remembers that an operation has ended. A second call changes nothing.</summary>
    [Alias("end"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task EndAsync(long id);

    /// <summary>Forgets operations that were deleted.</summary>
    [Alias("forget"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task ForgetAsync(ImmutableArray<long> ids);

    /// <summary>Returns the operations that have not ended, and those that can be deleted.</summary>
    [Alias("read"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<JobOperationList> ReadAsync();
}

/// <param name="Unfinished">Operations that have not ended, or never began.</param>
/// <param name="Expired">Operations that ended long ago.</param>
[GenerateSerializer, Immutable, Alias("job-operation-ids")]
public sealed record JobOperationList(
    [property: Id(0)] ImmutableArray<UnfinishedJobOperation> Unfinished,
    [property: Id(1)] ImmutableArray<long> Expired
);

/// <param name="IsOld">Whether its id was issued so long ago that it will not begin any more.</param>
[GenerateSerializer, Immutable, Alias("unfinished-job-operation")]
public readonly record struct UnfinishedJobOperation([property: Id(0)] long Id, [property: Id(1)] bool IsOld);

/// <summary>What an operation does to each job.</summary>
[GenerateSerializer, Alias("job-operation-kind")]
public enum JobOperationKind
{
    /// <summary>Cancels ongoing jobs.</summary>
    Cancel = 0,

    /// <summary>Retries failed images of failed jobs.</summary>
    Retry = 1,
}

/// <summary>The codes of operations in the API.</summary>
public static class JobOperationKindCodes
{
    /// <summary>Returns the stable code of the kind, such as <c>cancel</c>.</summary>
    public static string Code(this JobOperationKind kind) =>
        kind switch
        {
            JobOperationKind.Cancel => "cancel",
            JobOperationKind.Retry => "retry",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of operation."),
        };
}

/// <summary>A request to change all jobs that match a filter.</summary>
/// <param name="Filter">
/// Selects the jobs. For a retry, its reason and host also select the images. A tenant in it is that of the caller.
/// </param>
/// <param name="Tenant">Tenant that owns the operation.</param>
/// <param name="By">Name of the key that requests the operation; <see langword="null"/> if no keys are configured.</param>
[GenerateSerializer, Immutable, Alias("job-operation-request")]
public sealed record JobOperationRequest(
    [property: Id(0)] JobOperationKind Kind,
    [property: Id(1)] JobFilter Filter,
    [property: Id(2)] string Tenant,
    [property: Id(3)] string? By = null
)
{
    /// <summary>The status of the jobs that an operation can change.</summary>
    public JobStatus ChangedStatus => Kind == JobOperationKind.Cancel ? JobStatus.Ongoing : JobStatus.Failed;
}

/// <summary>The progress of an operation.</summary>
/// <param name="EndedAt">Time at which the operation ended; <see langword="null"/> while it runs.</param>
/// <param name="Selected">Jobs and images that matched at the start; <see langword="null"/> until they are counted.</param>
/// <param name="Processed">Number of jobs that were processed.</param>
/// <param name="Changed">Number of these jobs that were changed. The others had changed their status in the meantime.</param>
/// <param name="ChangedImages">Number of images of the changed jobs that are retried, or were unfinished when their job was canceled.</param>
[GenerateSerializer, Immutable, Alias("job-operation-progress")]
public sealed record JobOperationProgress(
    [property: Id(0)] JobOperationKind Kind,
    [property: Id(1)] string Tenant,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] DateTimeOffset? EndedAt,
    [property: Id(4)] JobSelection? Selected,
    [property: Id(5)] long Processed,
    [property: Id(6)] long Changed,
    [property: Id(7)] long ChangedImages
);

/// <summary>The number of jobs that an operation changes, and of their images.</summary>
/// <param name="Images">Number of failed images that are retried, or of unfinished images of jobs that are canceled.</param>
[GenerateSerializer, Immutable, Alias("job-selection")]
public sealed record JobSelection([property: Id(0)] long Jobs, [property: Id(1)] long Images)
{
    public static readonly JobSelection Empty = new(0, 0);

    public static JobSelection operator +(JobSelection one, JobSelection other) => new(one.Jobs + other.Jobs, one.Images + other.Images);
}

/// <summary>A part of the jobs that an operation changes.</summary>
/// <param name="Jobs">Ids of the jobs, in descending order; each with its number of images.</param>
/// <param name="Images">Number of images of all of these jobs.</param>
/// <param name="HasMore">Whether further jobs follow.</param>
[GenerateSerializer, Immutable, Alias("job-selection-page")]
public sealed record JobSelectionPage(
    [property: Id(0)] ImmutableArray<SelectedJob> Jobs,
    [property: Id(1)] long Images,
    [property: Id(2)] bool HasMore
)
{
    /// <summary>Maximum number of jobs of a page.</summary>
    public const int MaxJobs = 1_000;

    public JobSelection Selection => new(Jobs.Length, Images);
}

/// <param name="Images">Number of its unfinished images, or of all of its failed images.</param>
[GenerateSerializer, Immutable, Alias("selected-job")]
public readonly record struct SelectedJob([property: Id(0)] long JobId, [property: Id(1)] long Images);
