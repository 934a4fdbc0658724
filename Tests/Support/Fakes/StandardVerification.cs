using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Signatures as another implementation of Standard Webhooks judges them.</summary>
internal static class StandardVerification
{
    /// <summary>Whether one of the signatures of the header is made with <paramref name="secret"/>.</summary>
    public static bool IsSigned(string secret, string body, IHeaderDictionary headers)
    {
        // StandardWebhooks 1.1.2 never looks at the last of several signatures, though the specification has a list: one of another kind is
        // put behind ours.
        var signatures = $"{headers["webhook-signature"]} v1a,none";
        try
        {
            new StandardWebhook(secret).Verify(body, new HeaderDictionary(headers.ToDictionary()) { ["webhook-signature"] = signatures });
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    }
}
