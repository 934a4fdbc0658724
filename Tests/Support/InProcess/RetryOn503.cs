using System.Diagnostics;
using System.Net;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>Retries after <c>503</c>, as clients must: the product gives up after seconds on a busy machine.</summary>
internal static class RetryOn503
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<HttpResponseMessage> AskAsync(Func<Task<HttpResponseMessage>> ask)
    {
        var asked = Stopwatch.StartNew();
        var response = await ask();
        while (response.StatusCode == HttpStatusCode.ServiceUnavailable && asked.Elapsed < Deadline)
        {
            response.Dispose();
            await Task.Delay(Pause);
            response = await ask();
        }

        return response;
    }
}
