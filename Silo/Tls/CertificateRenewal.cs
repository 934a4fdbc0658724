using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using RetailPulse.Cluster;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Silo.Notices;

namespace RetailPulse.Silo.Tls;

/// <summary>Reloads the certificate files when they change, reports when the certificate expires, and warns before.</summary>
internal sealed partial class CertificateRenewal(
    ClusterCertificates certificates,
    IMeterFactory meters,
    TimeProvider time,
    ILogger<CertificateRenewal> logger
) : BackgroundService, IStartNotices
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WarnBefore = TimeSpan.FromDays(14);
    private static readonly TimeSpan WarnInterval = TimeSpan.FromDays(1);

    private string? problem;

    /// <summary>Time of the last warning; <see langword="null"/> before the first.</summary>
    private DateTimeOffset? warned;

    public IEnumerable<StartNotice> Read()
    {
        if (IsNearEnd(time.GetUtcNow()))
            yield return new StartNotice(
                $"Approaching the expiry of the cluster certificate at {certificates.End:u}, after which no new connection is possible.",
                "Replace its files."
            );
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        PulseMeter
            .Create(meters)
            .CreateObservableGauge(
                "retailpulse.certificate.expiry",
                () => (certificates.End - time.GetUtcNow()).TotalSeconds,
                "s",
                "Time until the certificate of the cluster expires."
            );

        // If it is near already, the notice of the start is the first warning.
        if (IsNearEnd(time.GetUtcNow()))
            warned = time.GetUtcNow();
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            Renew();
            WarnOfEnd(time.GetUtcNow());
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Renew()
    {
        try
        {
            if (certificates.Renew())
                LogRenewed(certificates.Certificate.SerialNumber, certificates.End);
            problem = null;
        }
        catch (OptionsValidationException exception)
        {
            // Logged once per problem: files that are being replaced may not match for a moment.
            if (problem != exception.Message)
                LogKept(exception.Message);
            problem = exception.Message;
        }
    }

    private void WarnOfEnd(DateTimeOffset now)
    {
        if (!IsNearEnd(now) || (warned is { } last && now - last < WarnInterval))
            return;
        warned = now;
        foreach (var notice in Read())
            LogExpires(notice);
    }

    private bool IsNearEnd(DateTimeOffset now) => certificates.End - now <= WarnBefore;

    [LoggerMessage(Level = LogLevel.Information, Message = "Using the renewed certificate {Serial} of the cluster, valid until {End:u}")]
    private partial void LogRenewed(string serial, DateTimeOffset end);

    [LoggerMessage(Level = LogLevel.Error, Message = "Keeping the certificate of the cluster that is in use. {Problem}")]
    private partial void LogKept(string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Notice}")]
    private partial void LogExpires(StartNotice notice);
}
