using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.Webhooks;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary><c>GET /api/v1/webhooks/secret</c> and <c>POST /api/v1/webhooks/secret/rotate</c>.</summary>
internal static class WebhookSecretEndpoint
{
    private static readonly CallBudget Budget = new(PerAttempt: TimeSpan.FromSeconds(2), Total: TimeSpan.FromSeconds(4));

    internal static async Task<Results<JsonHttpResult<WebhookSecretResponse>, Problem>> GetAsync(HttpContext context, IGrainFactory grains, ClusterCall cluster) =>
        Answer(await cluster.TryAsync(() => Secret(context, grains).GetAsync(), Budget));

    internal static async Task<Results<JsonHttpResult<WebhookSecretResponse>, Problem>> RotateAsync(HttpContext context, IGrainFactory grains, ClusterCall cluster)
    {
        var (answered, secrets) = await cluster.TryAsync(() => Secret(context, grains).GetAsync(), Budget);
        if (!answered) return Problem.Unavailable;
        var rotation = await cluster.TryAsync(() => Secret(context, grains).RotateAsync(secrets!.Current), Budget);
        return rotation.Item2?.Current == secrets!.Current ? Problem.TooManyRotations : Answer(rotation);
    }

    private static IWebhookSecretGrain Secret(HttpContext context, IGrainFactory grains) => grains.GetGrain<IWebhookSecretGrain>(Caller.Of(context).Tenant);

    private static Results<JsonHttpResult<WebhookSecretResponse>, Problem> Answer((bool Answered, WebhookSecrets? Secrets) call) => call.Secrets is { } secrets
        ? TypedResults.Json(WebhookSecretResponse.From(secrets), V1Json.Bodies.WebhookSecretResponse)
        : Problem.Unavailable;
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
