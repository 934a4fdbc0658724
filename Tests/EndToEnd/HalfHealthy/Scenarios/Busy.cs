namespace RetailPulse.Tests.EndToEnd.HalfHealthy.Scenarios;

/// <summary>Healthy hosts that need time.</summary>
internal static class Busy
{
    /// <summary>Enough that most of them wait for longer than an attempt may take.</summary>
    private const int Images = 10 * TestBed.Connections;

    public static async Task MoreImagesThanConnectionsAsync(TestBed bed)
    {
        await using var host = await ScriptedHost.StartAsync(context => Responses.ImageAfterAsync(context, TestBed.Idle / 2));
        var job = await bed.RunAsync(host.Urls("good", Images));
        job.AllMeasured(Images);
        job.Holds(image => image.Attempts == 1, Images, "measured at the first attempt");
    }
}
