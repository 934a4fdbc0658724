using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Images;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.Webhooks;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary><c>GET /api/v1/jobs/{id}/webhooks</c>.</summary>
internal static class JobWebhooksEndpoint
{
    internal static async Task<Results<JsonHttpResult<JobWebhooksResponse>, Problem>> GetAsync(
        string id,
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        var deliveries = await cluster.CallAsync(() => grains.GetGrain<IJobWebhooksGrain>(jobId).ReadAsync(), CallBudgets.Webhooks);
        return deliveries is { } found
            ? TypedResults.Json(JobWebhooksResponse.From(found), WebhooksJson.Bodies.JobWebhooksResponse)
            : Problem.JobNotFound;
    }
}

/// <summary>The webhooks of a job.</summary>
/// <param name="Deliveries">Deliveries, oldest first.</param>
internal sealed record JobWebhooksResponse(IReadOnlyList<WebhookDeliveryResponse> Deliveries)
{
    public static JobWebhooksResponse From(IEnumerable<WebhookDelivery> deliveries) =>
        new([.. deliveries.Select(WebhookDeliveryResponse.From)]);
}

/// <summary>The delivery of one event to its receiver.</summary>
/// <param name="Id">Value of the header <c>webhook-id</c>, the same in every attempt.</param>
/// <param name="Type">Type of the event: <c>job.completed</c>, <c>job.failed</c> or <c>job.cancelled</c>.</param>
/// <param name="CreatedAt">Time at which the job ended.</param>
/// <param name="Url">URL of the receiver.</param>
/// <param name="State">State of the delivery.</param>
/// <param name="NextAttemptAt">Time of the next attempt; <see langword="null"/> unless the state is <c>pending</c>.</param>
/// <param name="Attempts">Attempts, oldest first.</param>
internal sealed record WebhookDeliveryResponse(
    string Id,
    string Type,
    DateTime CreatedAt,
    string Url,
    [property: OneOf(ClosedLists.DeliveryState)] string State,
    DateTime? NextAttemptAt,
    IReadOnlyList<WebhookAttemptResponse> Attempts
)
{
    public static WebhookDeliveryResponse From(WebhookDelivery delivery) =>
        new(
            delivery.Id,
            delivery.Type,
            delivery.CreatedAt.UtcDateTime,
            delivery.Url,
            delivery.State.Code(),
            delivery.NextAttemptAt?.UtcDateTime,
            [.. delivery.Attempts.Select(WebhookAttemptResponse.From)]
        );
}

/// <summary>An attempt that has ended.</summary>
/// <param name="Attempt">Number of the attempt, from 1.</param>
/// <param name="At">Time of the attempt.</param>
/// <param name="HttpStatus">HTTP status of the response; <see langword="null"/> if there was none.</param>
/// <param name="Reason">Why there was no response; <see langword="null"/> if there was one.</param>
/// <param name="ElapsedMs">Duration of the attempt in milliseconds.</param>
/// <param name="Answer">
/// The first 1,024 bytes of the response body. Empty if the receiver is in a private network that a setting allows.
/// </param>
internal sealed record WebhookAttemptResponse(
    [property: Minimum(1)] int Attempt,
    DateTime At,
    [property: Minimum(100)] int? HttpStatus,
    [property: OneOf(ClosedLists.Reason)] string? Reason,
    long ElapsedMs,
    string Answer
)
{
    public static WebhookAttemptResponse From(WebhookAttempt attempt) =>
        new(
            attempt.Number,
            attempt.At.UtcDateTime,
            attempt.Status,
            attempt.Reason.Code(),
            (long)attempt.Elapsed.TotalMilliseconds,
            attempt.Answer
        );
}
