using System.Collections.Immutable;
using RetailPulse.Images;

namespace RetailPulse.Webhooks;

/// <summary>Reads and resends the webhooks of one job through the ledger. Any silo can serve it. Key: the job id.</summary>
[Alias("job-webhooks"), Version(1)]
public interface IJobWebhooksGrain : IGrainWithIntegerKey
{
    /// <summary>Returns the job's deliveries, oldest first; <see langword="null"/> if the job does not exist.</summary>
    /// <remarks>Timeout 5 s, because it reads the ledger.</remarks>
    [Alias("read"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<ImmutableArray<WebhookDelivery>?> ReadAsync();

    /// <summary>
    /// Sends a delivery now, in any state, and restarts its schedule. Returns <see langword="false"/> if the job has no such
    /// delivery.
    /// </summary>
    /// <remarks>Timeout 5 s, because it writes to the ledger.</remarks>
    [Alias("resend"), ResponseTimeout(ResponseTimeouts.Ledger)]
    Task<bool> ResendAsync(string deliveryId);
}

/// <summary>The delivery of one event to one receiver.</summary>
/// <param name="Id">Id of the delivery, the same in every attempt, by which receivers recognize repetitions.</param>
/// <param name="Type"><c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</param>
/// <param name="CreatedAt">Time at which the job ended.</param>
/// <param name="NextAttemptAt">Earliest time of the next attempt; <see langword="null"/> if there will be none.</param>
/// <param name="Attempts">Attempts that completed, in order. An attempt that a crash interrupted is missing.</param>
[GenerateSerializer, Immutable, Alias("webhook-delivery")]
public sealed record WebhookDelivery(
    [property: Id(0)] string Id,
    [property: Id(1)] string Type,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] string Url,
    [property: Id(4)] WebhookState State,
    [property: Id(5)] DateTimeOffset? NextAttemptAt,
    [property: Id(6)] ImmutableArray<WebhookAttempt> Attempts
);

/// <summary>One attempt at a delivery, with its result.</summary>
/// <param name="Number">Number of the attempt, from 1.</param>
/// <param name="Status">HTTP status of the receiver's response; <see langword="null"/> if there was none.</param>
/// <param name="Reason">Why there was no response; <see cref="ImageReason.None"/> if there was one.</param>
/// <param name="Answer">The first 1,024 bytes of the response body, as text.</param>
[GenerateSerializer, Immutable, Alias("webhook-attempt")]
public sealed record WebhookAttempt(
    [property: Id(0)] int Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] int? Status,
    [property: Id(3)] ImageReason Reason,
    [property: Id(4)] TimeSpan Elapsed,
    [property: Id(5)] string Answer
)
{
    /// <summary>Whether the receiver accepted the delivery with a 2xx status.</summary>
    public bool Delivered => Status is >= 200 and < 300;
}

/// <summary>The state of a delivery.</summary>
[GenerateSerializer, Alias("webhook-state")]
public enum WebhookState
{
    /// <summary>Further attempts will follow.</summary>
    Pending = 0,

    /// <summary>The receiver accepted the delivery.</summary>
    Delivered = 1,

    /// <summary>The receiver returned <c>410 Gone</c>, or the schedule is exhausted.</summary>
    Failed = 2,
}

/// <summary>The codes of delivery states in the API, in storage, and in messages.</summary>
public static class WebhookStateCodes
{
    /// <summary>Returns the stable code of the state, such as <c>pending</c>.</summary>
    public static string Code(this WebhookState state) =>
        state switch
        {
            WebhookState.Pending => "pending",
            WebhookState.Delivered => "delivered",
            WebhookState.Failed => "failed",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a delivery."),
        };
}
