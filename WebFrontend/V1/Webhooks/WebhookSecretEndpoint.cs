using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.Webhooks;

namespace RetailPulse.WebFrontend.V1.Webhooks;

/// <summary><c>GET /api/v1/webhooks/secret</c> and <c>POST /api/v1/webhooks/secret/rotate</c>.</summary>
internal static class WebhookSecretEndpoint
{
    internal static async Task<Results<JsonHttpResult<WebhookSecretResponse>, Problem>> GetAsync(
        HttpContext context,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(context.Request).Problems() is { Count: > 0 } invalid)
            return Problem.InvalidQuery(invalid);
        return Answer(await cluster.CallAsync(() => Secret(context, grains).GetAsync(), CallBudgets.Webhooks));
    }

    internal static async Task<Results<JsonHttpResult<WebhookSecretResponse>, Problem>> RotateAsync(
        HttpContext context,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(context.Request).Problems() is { Count: > 0 } invalid)
            return Problem.InvalidQuery(invalid);
        var secrets = await cluster.CallAsync(() => Secret(context, grains).GetAsync(), CallBudgets.Webhooks);
        var rotated = await cluster.CallAsync(() => Secret(context, grains).RotateAsync(secrets.Current), CallBudgets.Webhooks);
        return rotated.Current == secrets.Current ? Problem.TooManyRotations : Answer(rotated);
    }

    private static IWebhookSecretGrain Secret(HttpContext context, IGrainFactory grains) =>
        grains.GetGrain<IWebhookSecretGrain>(Caller.Of(context).Tenant);

    private static JsonHttpResult<WebhookSecretResponse> Answer(WebhookSecrets secrets) =>
        TypedResults.Json(WebhookSecretResponse.From(secrets), WebhooksJson.Bodies.WebhookSecretResponse);
}

/// <summary>The secrets that sign the webhooks of a tenant.</summary>
/// <param name="Secret">The current secret: <c>whsec_</c> and the base64 of 32 bytes.</param>
/// <param name="PreviousSecret">
/// The replaced secret that also signs until <c>previous_until</c>; <see langword="null"/> if there is none.
/// </param>
/// <param name="PreviousUntil">Time at which the previous secret stops signing.</param>
/// <param name="EarlierSecrets">Secrets before the previous one that still sign, newest first.</param>
internal sealed record WebhookSecretResponse(
    string Secret,
    string? PreviousSecret,
    DateTime? PreviousUntil,
    IReadOnlyList<EarlierSecretResponse> EarlierSecrets
)
{
    public static WebhookSecretResponse From(WebhookSecrets secrets) =>
        new(
            secrets.Current,
            secrets.Previous,
            secrets.PreviousUntil?.UtcDateTime,
            [.. secrets.Replaced.Select(secret => new EarlierSecretResponse(secret.Secret, secret.Until.UtcDateTime))]
        );
}

/// <summary>A replaced secret that still signs.</summary>
/// <param name="Secret">The secret.</param>
/// <param name="Until">Time at which the secret stops signing.</param>
internal sealed record EarlierSecretResponse(string Secret, DateTime Until);
