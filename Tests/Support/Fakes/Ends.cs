using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Ends of jobs, for tests that do not depend on their content.</summary>
internal static class Ends
{
    public static Task RecordEndAsync(
        this ILedger ledger,
        long jobId,
        JobStatus status,
        DateTimeOffset endedAt,
        CancellationToken cancellationToken,
        int run = int.MaxValue
    ) =>
        ledger.RecordEndAsync(
            jobId,
            new JobEnd(status, endedAt, run, Measured: 0, Failed: 0),
            new WebhookMessage($"msg_{jobId}_{endedAt.UtcTicks}", $"job.{status.ToString().ToLowerInvariant()}", "{}"),
            cancellationToken
        );
}
