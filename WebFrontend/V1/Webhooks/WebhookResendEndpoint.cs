using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.Webhooks;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary><c>POST /api/v1/jobs/{id}/webhooks/{delivery}/resend</c>.</summary>
internal static class WebhookResendEndpoint
{
    internal static async Task<Results<JsonHttpResult<ResentWebhookResponse>, Problem>> ResendAsync(
        string id,
        string delivery,
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } invalid)
            return Problem.InvalidQuery(invalid);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        if (delivery.Contains('\0'))
            return Problem.DeliveryNotFound;
        var job = grains.GetGrain<IJobWebhooksGrain>(jobId);
        if (await cluster.CallAsync(() => job.ResendAsync(delivery), CallBudgets.Webhooks))
            return TypedResults.Json(
                new ResentWebhookResponse(delivery),
                WebhooksJson.Bodies.ResentWebhookResponse,
                statusCode: StatusCodes.Status202Accepted
            );
        return await cluster.CallAsync(job.ReadAsync, CallBudgets.Webhooks) is null ? Problem.JobNotFound : Problem.DeliveryNotFound;
    }
}

/// <summary>A delivery that is being sent again with the same id.</summary>
/// <param name="Id">Id of the delivery.</param>
internal sealed record ResentWebhookResponse(string Id);
