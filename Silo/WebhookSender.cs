using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;

namespace RetailPulse.Silo;

/// <summary>
/// Sends the deliveries that are due, in every silo: at once when the bell rings, and else when the next one is due. What was left behind by a silo
/// that died is due again when its claim is over, and found in the same way.
/// </summary>
internal sealed partial class WebhookSender(
    IWebhookLedger ledger, WebhookCourier courier, WebhookDoorbell doorbell, IOptions<WebhooksOptions> options, TimeProvider time, ILogger<WebhookSender> logger) : BackgroundService
{
    /// <summary>Attempts in flight; each is a socket and a few kilobytes.</summary>
    private const int MostInFlight = 256;

    /// <summary>What another silo made due is looked for as often.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Another silo was about to claim the same.</summary>
    private static readonly TimeSpan Contention = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, int> hosts = new();
    private readonly SemaphoreSlim places = new(MostInFlight);

    /// <summary>An attempt may take its time, and the database some to take what came of it.</summary>
    private TimeSpan Claim => options.Value.Timeout + TimeSpan.FromSeconds(15);

    public override void Dispose()
    {
        places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await SendDueAsync(stoppingToken);
            if (wait > TimeSpan.Zero) await doorbell.WaitAsync(wait, stoppingToken);
        }
    }

    /// <summary>Begins some attempts that are due, and answers how long to wait for others.</summary>
    private async Task<TimeSpan> SendDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            string[] busy = [.. hosts.Where(host => host.Value >= ClaimedDelivery.MostPerHost).Select(host => host.Key)];
            var now = time.GetUtcNow();
            if (await ledger.FindNextDueAsync(busy, cancellationToken) is not { } next) return Longest;
            if (next.At > now) return next.At - now < Longest ? next.At - now : Longest;
            return await ClaimAsync(next.Host, now, cancellationToken) ? TimeSpan.Zero : Contention;
        }
        catch (Exception exception)
        {
            // Whatever it was, the next round may go better; a silo that stops has none.
            if (!cancellationToken.IsCancellationRequested) LogNotSent(exception, Pause);
            return Pause;
        }
    }

    /// <summary>Answers whether there was something to claim.</summary>
    private async Task<bool> ClaimAsync(string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        var free = 1;
        var limit = ClaimedDelivery.MostPerHost - hosts.GetValueOrDefault(host);
        while (free < limit && places.Wait(TimeSpan.Zero, cancellationToken)) free++;
        try
        {
            var claimed = await ledger.ClaimDueAsync(host, now, now + Claim, free, cancellationToken);
            foreach (var delivery in claimed)
            {
                free--;
                hosts.AddOrUpdate(delivery.Host, 1, (_, inFlight) => inFlight + 1);
                _ = CarryAsync(delivery, cancellationToken);
            }

            return claimed.Count > 0;
        }
        finally
        {
            if (free > 0) places.Release(free);
        }
    }

    private async Task CarryAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await courier.CarryAsync(delivery, cancellationToken);
        }
        catch (Exception exception)
        {
            // Its claim runs out, and then it is tried again.
            if (!cancellationToken.IsCancellationRequested) LogNotCarried(exception, delivery.Id);
        }
        finally
        {
            if (hosts.AddOrUpdate(delivery.Host, 0, (_, inFlight) => inFlight - 1) == 0) hosts.TryRemove(KeyValuePair.Create(delivery.Host, 0));
            places.Release();
            doorbell.Ring();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks that are due could not be read; next try in {Pause}")]
    private partial void LogNotSent(Exception exception, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt at webhook {DeliveryId} could not be made or recorded; it is repeated")]
    private partial void LogNotCarried(Exception exception, string deliveryId);
}
