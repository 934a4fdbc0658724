using RetailPulse.Silo.Health;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.WebFrontend.Health;

/// <summary>The health check that a container engine runs, because the image does not contain curl.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Returns 0 if the front end at <paramref name="listening"/> is ready, or 1 if it is not or does not respond.</summary>
    public static async Task<int> RunAsync(string listening)
    {
        var address = ListeningAddress.ForThisMachine(listening.Split(';')[0]);
        using var http = new HttpClient { Timeout = ResponseTimeout };
        try
        {
            using var response = await http.GetAsync(new Uri(address, Probes.Ready));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await System.Console.Error.WriteLineAsync($"{address} does not respond: {exception.Message}");
            return 1;
        }
    }
}
