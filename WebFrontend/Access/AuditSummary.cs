namespace RetailPulse.WebFrontend.Access;

/// <summary>Logs what the audit has only counted, every minute and at the end.</summary>
internal sealed class AuditSummary(Audit audit, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minutes = new PeriodicTimer(Period, time);
        try
        {
            while (await minutes.WaitForNextTickAsync(stoppingToken))
                audit.Summarize();
        }
        catch (OperationCanceledException)
        {
            audit.Summarize();
        }
    }
}
