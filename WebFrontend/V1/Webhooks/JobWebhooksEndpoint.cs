using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Images;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.Webhooks;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary><c>GET /api/v1/jobs/{id}/webhooks</c>.</summary>
internal static class JobWebhooksEndpoint
{
    internal static async Task<Results<JsonHttpResult<JobWebhooksResponse>, Problem>> GetAsync(string id, HttpRequest request, IGrainFactory grains, ClusterCall cluster)
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems) return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;
        var deliveries = await cluster.CallAsync(() => grains.GetGrain<IJobWebhooksGrain>(jobId).ReadAsync(), CallBudgets.Webhooks);
        return deliveries is { } found ? TypedResults.Json(JobWebhooksResponse.From(found), WebhooksJson.Bodies.JobWebhooksResponse) : Problem.JobNotFound;
    }
}

/// <summary>What was told, or is to be told, of the ends of a job; oldest first.</summary>
internal sealed record JobWebhooksResponse(IReadOnlyList<WebhookDeliveryResponse> Deliveries)
{
    public static JobWebhooksResponse From(IEnumerable<WebhookDelivery> deliveries) => new([.. deliveries.Select(WebhookDeliveryResponse.From)]);
}

/// <summary>One event on its way to its receiver.</summary>
/// <param name="Id">What the receiver gets as <c>webhook-id</c>, the same in every attempt.</param>
/// <param name="Type"><c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</param>
/// <param name="CreatedAt">When the job ended.</param>
/// <param name="State"><c>pending</c>, <c>delivered</c> or <c>failed</c>.</param>
/// <param name="NextAttemptAt"><see langword="null"/> unless pending.</param>
internal sealed record WebhookDeliveryResponse(
    string Id, string Type, DateTime CreatedAt, string Url, string State, DateTime? NextAttemptAt, IReadOnlyList<WebhookAttemptResponse> Attempts)
{
    public static WebhookDeliveryResponse From(WebhookDelivery delivery) => new(
        delivery.Id,
        delivery.Type,
        delivery.CreatedAt.UtcDateTime,
        delivery.Url,
        delivery.State.Code(),
        delivery.NextAttemptAt?.UtcDateTime,
        [.. delivery.Attempts.Select(WebhookAttemptResponse.From)]);
}

/// <summary>One attempt that came to an end.</summary>
/// <param name="Attempt">From 1.</param>
/// <param name="HttpStatus">Of the answer; <see langword="null"/> when there was none.</param>
/// <param name="Reason">Why there was no answer, as in docs/reasons.md; <see langword="null"/> when there was one.</param>
/// <param name="Answer">The first 1,024 bytes of the answer's body.</param>
internal sealed record WebhookAttemptResponse(int Attempt, DateTime At, int? HttpStatus, string? Reason, long ElapsedMs, string Answer)
{
    public static WebhookAttemptResponse From(WebhookAttempt attempt) =>
        new(attempt.Number, attempt.At.UtcDateTime, attempt.Status, attempt.Reason.Code(), (long)attempt.Elapsed.TotalMilliseconds, attempt.Answer);
}
