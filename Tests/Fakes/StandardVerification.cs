using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace RetailPulse.Tests.Fakes;

/// <summary>Signatures as another implementation of Standard Webhooks judges them.</summary>
internal static class StandardVerification
{
    /// <summary>Whether one of the signatures of the header is made with <paramref name="secret"/>. That implementation takes a header of one only, so each is shown to it alone.</summary>
    public static bool IsSigned(string secret, string body, IHeaderDictionary headers) => headers["webhook-signature"].ToString().Split(' ').Any(signature =>
    {
        try
        {
            new StandardWebhook(secret).Verify(body, new HeaderDictionary(headers.ToDictionary()) { ["webhook-signature"] = signature });
            return true;
        }
        catch (WebhookVerificationException)
        {
            return false;
        }
    });
}
