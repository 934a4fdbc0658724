using Microsoft.Extensions.Options;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Webhooks;

namespace RetailPulse.Silo.Background;

/// <summary>Sends due deliveries from every silo: at once when signaled, otherwise when the next one is due.</summary>
/// <remarks>The deliveries of a silo that died become due again when their claims expire, and any silo picks them up.</remarks>
internal sealed partial class WebhookSender(
    IWebhookLedger ledger, WebhookDispatcher courier, WebhookSignal doorbell, IOptions<WebhooksOptions> options, TimeProvider time, ILogger<WebhookSender> logger) : BackgroundService
{
    /// <summary>Interval at which the sender looks for deliveries that another silo made due.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Wait after another silo claimed the same deliveries first.</summary>
    private static readonly TimeSpan Contention = TimeSpan.FromMilliseconds(100);

    private readonly WebhookPlaces places = new();

    /// <summary>Duration of a claim: time for the attempt, plus time for the database to record its result.</summary>
    private TimeSpan Claim => options.Value.Timeout + TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await SendDueAsync(stoppingToken);
            if (wait > TimeSpan.Zero) await doorbell.WaitAsync(wait, stoppingToken);
        }
    }

    /// <summary>Begins due attempts, some of every tenant, and returns how long to wait before the next round.</summary>
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

            // A due delivery without a permit begins when another attempt ends, which signals the sender.
            var later = next.Where(delivery => delivery.At > now).Select(delivery => delivery.At - now).DefaultIfEmpty(Longest).Min();
            return later < Longest ? later : Longest;
        }
        catch (Exception exception)
        {
            // Any failure may be temporary, so the next round tries again. A silo that is stopping has no next round.
            if (!cancellationToken.IsCancellationRequested) LogNotSent(exception, Pause);
            return Pause;
        }
    }

    /// <summary>
    /// Claims deliveries to a receiver and returns their number; <see langword="null"/> if the receiver's tenant has reached its limit of
    /// attempts in flight.
    /// </summary>
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

        // After the claim expires, another silo may make the attempt, so this one must end no matter what it waits for.
        using var over = new CancellationTokenSource(Claim, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await courier.CarryAsync(delivery, either.Token);
        }
        catch (Exception exception)
        {
            // The claim expires, and then the delivery is retried.
            if (!cancellationToken.IsCancellationRequested) LogNotCarried(exception, delivery.Id);
        }
        finally
        {
            place.Dispose();
            doorbell.Ring();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to read due webhooks; retrying in {Pause}")]
    private partial void LogNotSent(Exception exception, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to make or record an attempt at webhook {DeliveryId}; it will be repeated")]
    private partial void LogNotCarried(Exception exception, string deliveryId);
}
