using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Webhooks;

/// <summary>The webhooks of one job, as the ledger has them. Any silo does. Key: the job id.</summary>
[Alias("job-webhooks"), Version(1)]
public interface IJobWebhooksGrain : IGrainWithIntegerKey
{
    /// <summary>The job's deliveries, oldest first; <see langword="null"/> when there is no such job.</summary>
    /// <remarks>5 s, because it reads the ledger.</remarks>
    [Alias("read"), ResponseTimeout("00:00:05")]
    Task<ImmutableArray<WebhookDelivery>?> ReadAsync();

    /// <summary>Sends a delivery now, whatever became of it, and begins its schedule anew; <see langword="false"/> when the job has no such delivery.</summary>
    /// <remarks>5 s, because it writes to the ledger.</remarks>
    [Alias("resend"), ResponseTimeout("00:00:05")]
    Task<bool> ResendAsync(string deliveryId);
}

/// <summary>One event on its way to one receiver.</summary>
/// <param name="Id">The same in every attempt; receivers tell repetitions by it.</param>
/// <param name="Type"><c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</param>
/// <param name="CreatedAt">When the job ended.</param>
/// <param name="NextAttemptAt">At the earliest; <see langword="null"/> when there will be none.</param>
/// <param name="Attempts">Those that came to an end, in order. One that a crash cut short is missing.</param>
[GenerateSerializer, Immutable, Alias("webhook-delivery")]
public sealed record WebhookDelivery(
    [property: Id(0)] string Id,
    [property: Id(1)] string Type,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] string Url,
    [property: Id(4)] WebhookState State,
    [property: Id(5)] DateTimeOffset? NextAttemptAt,
    [property: Id(6)] ImmutableArray<WebhookAttempt> Attempts);

/// <summary>One attempt at a delivery, and what came of it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Status">Of the receiver's answer; <see langword="null"/> when there was none.</param>
/// <param name="Reason">Why there was no answer; <see cref="ImageReason.None"/> when there was one.</param>
/// <param name="Answer">The first 1,024 bytes of the answer's body as text.</param>
[GenerateSerializer, Immutable, Alias("webhook-attempt")]
public sealed record WebhookAttempt(
    [property: Id(0)] int Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] int? Status,
    [property: Id(3)] ImageReason Reason,
    [property: Id(4)] TimeSpan Elapsed,
    [property: Id(5)] string Answer)
{
    /// <summary>The receiver took it: any 2xx.</summary>
    public bool Delivered => Status is >= 200 and < 300;
}

/// <summary>How a delivery stands.</summary>
[GenerateSerializer, Alias("webhook-state")]
public enum WebhookState
{
    /// <summary>There are attempts to come.</summary>
    Pending = 0,

    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>The receiver answered <c>410 Gone</c>, or the schedule is over.</summary>
    Failed = 2,
}
