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
    /// <summary>What another silo made due is looked for as often.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Another silo was about to claim the same.</summary>
    private static readonly TimeSpan Contention = TimeSpan.FromMilliseconds(100);

    private readonly WebhookPlaces places = new();

    /// <summary>An attempt may take its time, and the database some to take what came of it.</summary>
    private TimeSpan Claim => options.Value.Timeout + TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await SendDueAsync(stoppingToken);
            if (wait > TimeSpan.Zero) await doorbell.WaitAsync(wait, stoppingToken);
        }
    }

    /// <summary>Begins attempts that are due, of every tenant some, and returns how long to wait for others.</summary>
    private async Task<TimeSpan> SendDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var next = await ledger.FindNextDueAsync(places.Busy, cancellationToken);
            var (begun, missed) = (false, false);
            foreach (var due in places.Order(next.Where(delivery => delivery.At <= now)))
            {
                if (await ClaimAsync(due.Receiver, now, cancellationToken) is not { } claimed) continue;
                (begun, missed) = (begun || claimed > 0, missed || claimed == 0);
            }

            if (begun) return TimeSpan.Zero;
            if (missed) return Contention;

            // What is due and has no place is begun when an attempt ends, which rings the bell.
            var later = next.Where(delivery => delivery.At > now).Select(delivery => delivery.At - now).DefaultIfEmpty(Longest).Min();
            return later < Longest ? later : Longest;
        }
        catch (Exception exception)
        {
            // Whatever it was, the next round may go better; a silo that stops has none.
            if (!cancellationToken.IsCancellationRequested) LogNotSent(exception, Pause);
            return Pause;
        }
    }

    /// <summary>Returns how many deliveries were claimed; <see langword="null"/> when the receiver's tenant has as many attempts in flight as it may.</summary>
    private async Task<int?> ClaimAsync(Receiver receiver, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var free = new Queue<IDisposable>(places.Take(receiver));
        if (free.Count == 0) return null;
        try
        {
            var claimed = await ledger.ClaimDueAsync(receiver, now, now + Claim, free.Count, cancellationToken);
            foreach (var delivery in claimed) _ = CarryAsync(delivery, free.Dequeue(), cancellationToken);
            return claimed.Count;
        }
        finally
        {
            foreach (var place in free) place.Dispose();
        }
    }

    private async Task CarryAsync(ClaimedDelivery delivery, IDisposable place, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // When the claim is over, another silo may make the attempt: whatever it waits for, this one ends.
        using var over = new CancellationTokenSource(Claim, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await courier.CarryAsync(delivery, either.Token);
        }
        catch (Exception exception)
        {
            // Its claim runs out, and then it is tried again.
            if (!cancellationToken.IsCancellationRequested) LogNotCarried(exception, delivery.Id);
        }
        finally
        {
            place.Dispose();
            doorbell.Ring();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Webhooks that are due could not be read; next try in {Pause}")]
    private partial void LogNotSent(Exception exception, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt at webhook {DeliveryId} could not be made or recorded; it is repeated")]
    private partial void LogNotCarried(Exception exception, string deliveryId);
}
