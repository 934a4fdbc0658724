using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Ledger;

/// <summary>A message that reports the end of a job. Each end has exactly one.</summary>
/// <param name="Id"><c>msg_</c> and a hash of the job id and its end time, so that it is the same after a crash.</param>
/// <param name="Type">Kind of event, such as <c>job.completed</c>.</param>
/// <param name="Body">JSON, sent unchanged in every attempt.</param>
internal sealed record WebhookMessage(string Id, string Type, string Body);

/// <summary>The state of a delivery after an attempt.</summary>
/// <param name="NextAttemptAt">Time of the next attempt; <see langword="null"/> unless <see cref="WebhookState.Pending"/>.</param>
internal readonly record struct WebhookVerdict(WebhookState State, DateTimeOffset? NextAttemptAt = null);
