using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.Webhooks;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary><c>POST /api/v1/jobs/{id}/webhooks/{delivery}/resend</c>.</summary>
internal static class WebhookResendEndpoint
{
    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(2), Total: TimeSpan.FromSeconds(4));

    internal static async Task<Results<JsonHttpResult<ResentWebhookResponse>, Problem>> ResendAsync(string id, string delivery, IGrainFactory grains, ClusterCall cluster)
    {
        if (!JobId.TryParse(id, out var jobId)) return Problem.JobNotFound;
        if (delivery.Contains('\0')) return Problem.DeliveryNotFound;
        var job = grains.GetGrain<IJobWebhooksGrain>(jobId);
        var (answered, found) = await cluster.TryAsync(() => job.ResendAsync(delivery), Budget);
        if (!answered) return Problem.Unavailable;
        return found
            ? TypedResults.Json(new ResentWebhookResponse(delivery), V1Json.Bodies.ResentWebhookResponse, statusCode: StatusCodes.Status202Accepted)
            : await FindMissingAsync(job, cluster);
    }

    /// <summary>Which of the two is not there.</summary>
    private static async Task<Problem> FindMissingAsync(IJobWebhooksGrain job, ClusterCall cluster)
    {
        var (answered, deliveries) = await cluster.TryAsync(job.ReadAsync, Budget);
        if (!answered) return Problem.Unavailable;
        return deliveries is null ? Problem.JobNotFound : Problem.DeliveryNotFound;
    }
}

/// <summary>A delivery that is sent again, at once, under the id that it has.</summary>
internal sealed record ResentWebhookResponse(string Id);
