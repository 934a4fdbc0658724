using System.Text.Json.Serialization;

namespace RetailPulse.Client;

/// <summary>One event on its way to its receiver.</summary>
/// <param name="Id">What the receiver gets as <c>webhook-id</c>, the same in every attempt.</param>
/// <param name="Type"><c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</param>
/// <param name="CreatedAt">Time at which the job ended.</param>
/// <param name="Url">URL that receives the event.</param>
/// <param name="State"><c>pending</c>, <c>delivered</c> or <c>failed</c>.</param>
/// <param name="NextAttemptAt">Time of the next attempt; <see langword="null"/> unless pending.</param>
/// <param name="Attempts">Attempts that have ended, oldest first.</param>
public sealed record WebhookDelivery(
    string Id,
    string Type,
    DateTimeOffset CreatedAt,
    string Url,
    string State,
    DateTimeOffset? NextAttemptAt,
    IReadOnlyList<WebhookAttempt> Attempts
);

/// <summary>One attempt that came to an end.</summary>
/// <param name="Attempt">Number of the attempt, from 1.</param>
/// <param name="At">Time at which the attempt began.</param>
/// <param name="HttpStatus">Status of the response; <see langword="null"/> if there was none.</param>
/// <param name="Reason">Why there was no response, such as <c>timeout</c>; <see langword="null"/> if there was one.</param>
/// <param name="ElapsedMs">Duration in milliseconds.</param>
/// <param name="Answer">The beginning of the response's body; empty if the receiver is in a network that a setting opens.</param>
public sealed record WebhookAttempt(int Attempt, DateTimeOffset At, int? HttpStatus, string? Reason, long ElapsedMs, string Answer);

/// <summary>The secrets that sign webhooks.</summary>
/// <param name="Secret">The secret to verify webhooks with, by <see cref="WebhookSignature"/>.</param>
/// <param name="PreviousSecret">
/// Secret that also signs until <paramref name="PreviousUntil"/>; <see langword="null"/> if there is none.
/// </param>
/// <param name="EarlierSecrets">The secrets before that one that still sign, newest first.</param>
public sealed record WebhookSecret(
    [property: JsonRequired] string Secret,
    string? PreviousSecret,
    DateTimeOffset? PreviousUntil,
    IReadOnlyList<EarlierSecret> EarlierSecrets
);

/// <summary>A secret that was replaced and still signs.</summary>
/// <param name="Until">When it stops signing.</param>
public sealed record EarlierSecret(string Secret, DateTimeOffset Until);

internal sealed record WebhookDeliveries([property: JsonRequired] IReadOnlyList<WebhookDelivery> Deliveries);

/// <param name="Id">The delivery's id.</param>
internal sealed record ResentWebhook([property: JsonRequired] string Id);
