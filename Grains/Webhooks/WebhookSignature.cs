using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RetailPulse.Webhooks;

namespace RetailPulse.Grains.Webhooks;

/// <summary>Creates the secrets and symmetric signatures (HMAC-SHA256) of Standard Webhooks 1.0.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int SecretBytes = 32;

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>Returns the <c>webhook-signature</c> header: one signature per secret in force, the current one first.</summary>
    /// <param name="timestamp">Seconds since 1970, as in the <c>webhook-timestamp</c> header.</param>
    public static string Of(string id, long timestamp, string body, WebhookSecrets secrets)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"));
        return string.Join(' ', secrets.All.Select(secret => Sign(signed, secret)));
    }

    private static string Sign(byte[] signed, string secret) =>
        $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed))}";
}
