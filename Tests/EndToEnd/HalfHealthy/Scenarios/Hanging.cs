using Microsoft.AspNetCore.Http;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy.Scenarios;

/// <summary>Hosts some of whose URLs do not respond, or not in time.</summary>
internal static class Hanging
{
    /// <summary>The least number of calls at once that a host gets although most of its calls fail.</summary>
    private const int CallsAtOnce = 32;

    public static async Task TenThenFiftyGoodAsync(TestBed bed)
    {
        await using var host = await StartAsync(Responses.HangAsync);
        var first = await bed.SubmitAsync(host.Urls("bad", 10));
        await Eventually.TrueAsync(() => host.Abandoned >= 10, "each of the ten has failed once");
        var good = await bed.RunAsync(host.Urls("good", 50));
        good.AllMeasured(50, TestBed.Prompt);
        (await bed.EndAsync(first)).AllTimedOut(10);
    }

    public static async Task ManyAmongFiftyGoodAsync(TestBed bed)
    {
        await using var host = await StartAsync(Responses.HangAsync);
        string[] urls = [.. host.Urls("bad", 200), .. host.Urls("good", 50)];
        new Random(1).Shuffle(urls);
        var job = await bed.RunAsync(urls);
        job.Under("good").AllMeasured(50, TestBed.Idle * 200 / CallsAtOnce + TestBed.Prompt);
        job.Under("bad").AllTimedOut(200);
    }

    public static async Task SlowFirstBytesAsync(TestBed bed)
    {
        await using var host = await StartAsync(context => Responses.ImageAfterAsync(context, 1.1 * TestBed.Idle));
        var slow = await bed.SubmitAsync(host.Urls("bad", 30));
        await Eventually.TrueAsync(() => host.Abandoned >= 30, "each of the thirty has failed once");
        var good = await bed.RunAsync(host.Urls("good", 50));
        good.AllMeasured(50, TestBed.Prompt);
        (await bed.EndAsync(slow)).AllTimedOut(30);
    }

    public static async Task TricklingAsync(TestBed bed)
    {
        await using var host = await StartAsync(context => Responses.TrickleAsync(context, TestBed.Idle / 4));
        var job = await bed.RunAsync([.. host.Urls("bad", 20), .. host.Urls("good", 50)]);
        job.Under("good").AllMeasured(50, TestBed.Prompt);
        job.Under("bad").AllFailed(20, "timeout", TestBed.Attempts);
    }

    public static async Task SilentHostAsync(TestBed bed)
    {
        await using var silent = await ScriptedHost.StartAsync(Responses.HangAsync);
        await using var healthy = await ScriptedHost.StartAsync(Responses.ImageAsync);
        var waiting = await bed.SubmitAsync(silent.Urls("bad", 500));
        (await bed.RunAsync(healthy.Urls("good", 50))).AllMeasured(50, TestBed.Prompt);
        var job = await bed.EndAsync(waiting);
        job.Holds(image => image.Reason is "host_down" or "timeout", 500, "host_down or timeout");
        Assert.Contains(job.Images, image => image.Reason == "host_down");
    }

    public static async Task CancelWhileProbingAsync(TestBed bed)
    {
        var back = false;
        await using var host = await ScriptedHost.StartAsync(context =>
            Volatile.Read(ref back) ? Responses.ImageAsync(context) : Responses.HangAsync(context)
        );
        for (var round = 1; round <= 3; round++)
        {
            var large = await bed.SubmitAsync(host.Urls($"bad{round}", 3_000));
            var abandoned = host.Abandoned + 8;
            await Eventually.TrueAsync(() => host.Abandoned >= abandoned, "requests have failed");
            await bed.CancelAsync(large);
            Assert.Equal(JobStatus.Cancelled, (await bed.EndAsync(large)).Job.Status);
        }

        Volatile.Write(ref back, true);
        (await bed.RunAsync(host.Urls("good", 50))).AllMeasured(50, TestBed.Prompt);
    }

    private static Task<ScriptedHost> StartAsync(Func<HttpContext, Task> bad) =>
        ScriptedHost.StartAsync(context => context.IsUnder("bad") ? bad(context) : Responses.ImageAsync(context));
}
