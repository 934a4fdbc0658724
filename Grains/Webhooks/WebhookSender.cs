using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Ledger;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Begins the attempts at due deliveries. Every silo sends.</summary>
/// <remarks>The deliveries of a silo that died become due again when their claims expire, and any silo picks them up.</remarks>
internal sealed partial class WebhookSender(
    IWebhookLedger ledger,
    WebhookDispatcher dispatcher,
    WebhookSignal signal,
    IOptions<WebhooksOptions> options,
    TimeProvider time,
    ILogger<WebhookSender> logger
)
{
    /// <summary>Interval at which the sender looks for deliveries that another silo made due.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    /// <summary>Wait after another silo claimed the same deliveries first.</summary>
    private static readonly TimeSpan ContentionDelay = TimeSpan.FromMilliseconds(100);

    private readonly WebhookPermits permits = new();

    /// <summary>Duration of a claim: time for the attempt, plus time for the database to record its result.</summary>
    private TimeSpan Claim => options.Value.Timeout + TimeSpan.FromSeconds(15);

    /// <summary>Begins due attempts, some of every tenant, and returns how long to wait before the next round.</summary>
    public async Task<TimeSpan> SendDueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var next = await ledger.FindNextDueAsync(permits.Busy, cancellationToken);
        var (begun, missed) = (false, false);
        foreach (var due in permits.Order(next.Where(delivery => delivery.At <= now)))
        {
            if (await ClaimAsync(due.Receiver, now, cancellationToken) is not { } claimed)
                continue;
            (begun, missed) = (begun || claimed > 0, missed || claimed == 0);
        }

        if (begun)
            return TimeSpan.Zero;
        if (missed)
            return ContentionDelay;

        // A due delivery without a permit begins when another attempt ends, which signals the sender.
        var later = next.Where(delivery => delivery.At > now).Select(delivery => delivery.At - now).DefaultIfEmpty(MaxWait).Min();
        return later < MaxWait ? later : MaxWait;
    }

    /// <summary>
    /// Claims deliveries to a receiver and returns their number; <see langword="null"/> if the receiver's tenant has reached its limit of
    /// attempts in flight.
    /// </summary>
    private async Task<int?> ClaimAsync(Receiver receiver, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var free = new Queue<IDisposable>(permits.Acquire(receiver));
        if (free.Count == 0)
            return null;
        try
        {
            var claimed = await ledger.ClaimDueAsync(receiver, now, now + Claim, free.Count, cancellationToken);
            foreach (var delivery in claimed)
                _ = DispatchAsync(delivery, free.Dequeue(), cancellationToken);
            return claimed.Count;
        }
        finally
        {
            foreach (var permit in free)
                permit.Dispose();
        }
    }

    private async Task DispatchAsync(ClaimedDelivery delivery, IDisposable permit, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // After the claim expires, another silo may make the attempt, so this one must end no matter what it waits for.
        using var expired = new CancellationTokenSource(Claim, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expired.Token, cancellationToken);
        try
        {
            await dispatcher.DispatchAsync(delivery, either.Token);
        }
        catch (Exception exception)
        {
            // The claim expires, and then the delivery is retried.
            if (!cancellationToken.IsCancellationRequested)
                LogNotRecorded(exception, delivery.Id);
        }
        finally
        {
            permit.Dispose();
            signal.Raise();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to make or record an attempt at webhook {DeliveryId}; it will be repeated")]
    private partial void LogNotRecorded(Exception exception, string deliveryId);
}
