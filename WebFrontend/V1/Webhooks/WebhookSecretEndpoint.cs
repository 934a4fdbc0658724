using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.Webhooks;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary><c>GET /api/v1/webhooks/secret</c> and <c>POST /api/v1/webhooks/secret/rotate</c>.</summary>
internal static class WebhookSecretEndpoint
{
    internal static async Task<JsonHttpResult<WebhookSecretResponse>> GetAsync(HttpContext context, IGrainFactory grains, ClusterCall cluster) =>
        Answer(await cluster.CallAsync(() => Secret(context, grains).GetAsync(), CallBudgets.Webhooks));

    internal static async Task<Results<JsonHttpResult<WebhookSecretResponse>, Problem>> RotateAsync(HttpContext context, IGrainFactory grains, ClusterCall cluster)
    {
        var secrets = await cluster.CallAsync(() => Secret(context, grains).GetAsync(), CallBudgets.Webhooks);
        var rotated = await cluster.CallAsync(() => Secret(context, grains).RotateAsync(secrets.Current), CallBudgets.Webhooks);
        return rotated.Current == secrets.Current ? Problem.TooManyRotations : Answer(rotated);
    }

    private static IWebhookSecretGrain Secret(HttpContext context, IGrainFactory grains) => grains.GetGrain<IWebhookSecretGrain>(Caller.Of(context).Tenant);

    private static JsonHttpResult<WebhookSecretResponse> Answer(WebhookSecrets secrets) =>
        TypedResults.Json(WebhookSecretResponse.From(secrets), WebhooksJson.Bodies.WebhookSecretResponse);
}

/// <summary>What webhooks are signed with.</summary>
/// <param name="Secret"><c>whsec_</c> and the base64 of 32 bytes.</param>
/// <param name="PreviousSecret">Signs as well until <paramref name="PreviousUntil"/>; <see langword="null"/> when there is none.</param>
/// <param name="EarlierSecrets">The secrets before that one that still sign, newest first.</param>
internal sealed record WebhookSecretResponse(string Secret, string? PreviousSecret, DateTime? PreviousUntil, IReadOnlyList<EarlierSecretResponse> EarlierSecrets)
{
    public static WebhookSecretResponse From(WebhookSecrets secrets) => new(
        secrets.Current,
        secrets.Previous,
        secrets.PreviousUntil?.UtcDateTime,
        [.. secrets.Replaced.Select(secret => new EarlierSecretResponse(secret.Secret, secret.Until.UtcDateTime))]);
}

/// <summary>A secret that was replaced and still signs.</summary>
internal sealed record EarlierSecretResponse(string Secret, DateTime Until);
