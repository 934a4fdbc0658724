namespace RetailPulse.Web;

/// <summary>What a container engine runs to learn how the front end is; the image holds no curl.</summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    /// <summary>0 if the front end at <paramref name="listening"/> is well, 1 if it is not or does not answer.</summary>
    public static async Task<int> RunAsync(string listening)
    {
        var address = ListeningAddress.ForThisMachine(listening.Split(';')[0]);
        using var http = new HttpClient { Timeout = Within };
        try
        {
            using var response = await http.GetAsync(new Uri(address, "health"));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"{address} does not answer: {exception.Message}");
            return 1;
        }
    }
}
