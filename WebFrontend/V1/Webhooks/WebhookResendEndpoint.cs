using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Web.Jobs;
using RetailPulse.Webhooks;

namespace RetailPulse.Web.V1.Webhooks;

/// <summary><c>POST /api/v1/jobs/{id}/webhooks/{delivery}/resend</c>.</summary>
internal static class WebhookResendEndpoint
{
    private static readonly Patience Patience = new(Attempt: TimeSpan.FromSeconds(2), Whole: TimeSpan.FromSeconds(4));

    internal static async Task<Results<JsonHttpResult<ResentWebhookResponse>, Problem>> ResendAsync(string id, string delivery, IGrainFactory grains, ClusterCall cluster)
    {
        if (!JobId.TryParse(id, out var jobId) || delivery.Contains('\0')) return Problem.DeliveryNotFound;
        var (answered, found) = await cluster.TryAsync(() => grains.GetGrain<IJobWebhooksGrain>(jobId).ResendAsync(delivery), Patience);
        if (!answered) return Problem.Unavailable;
        return found
            ? TypedResults.Json(new ResentWebhookResponse(delivery), V1Json.Bodies.ResentWebhookResponse, statusCode: StatusCodes.Status202Accepted)
            : Problem.DeliveryNotFound;
    }
}

/// <summary>A delivery that is sent again, at once, under the id that it has.</summary>
internal sealed record ResentWebhookResponse(string Id);
