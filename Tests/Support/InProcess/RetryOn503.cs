using System.Net;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>Retries after <c>503</c>, as clients must: the product gives up after seconds on a busy machine.</summary>
internal static class RetryOn503
{
    private const int Most = 10;

    public static async Task<HttpResponseMessage> AskAsync(Func<Task<HttpResponseMessage>> ask)
    {
        var response = await ask();
        for (var asked = 1; response.StatusCode == HttpStatusCode.ServiceUnavailable && asked < Most; asked++)
        {
            response.Dispose();
            response = await ask();
        }

        return response;
    }
}
