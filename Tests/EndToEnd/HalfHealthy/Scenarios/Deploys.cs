using Microsoft.AspNetCore.Http;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy.Scenarios;

/// <summary>Hosts that are replaced in the middle of a job, and away meanwhile.</summary>
internal static class Deploys
{
    /// <summary>30 s where the patience is 60 s.</summary>
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan Thinking = TimeSpan.FromMilliseconds(200);

    private const int Before = 50,
        Images = 600;

    public static async Task RefusedAsync(TestBed bed)
    {
        var (requests, host) = (0, default(ScriptedHost)!);
        var away = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var started = host = await ScriptedHost.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref requests) == Before)
                away.SetResult();
            await Responses.ImageAfterAsync(context, Thinking);
        });
        var job = bed.RunAsync(host.Urls("good", Images));
        await away.Task;
        await host.RefuseAsync(Away);
        (await job).AllMeasured(Images);
    }

    public static Task UnavailableAsync(TestBed bed) =>
        RunAsync(bed, context => Responses.StatusAsync(context, StatusCodes.Status503ServiceUnavailable));

    public static Task ResetAsync(TestBed bed) => RunAsync(bed, Responses.ResetAsync);

    /// <param name="meanwhile">How requests end during the deployment.</param>
    private static async Task RunAsync(TestBed bed, Func<HttpContext, Task> meanwhile)
    {
        var (requests, began) = (0, 0L);
        await using var host = await ScriptedHost.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref requests) == Before)
                Volatile.Write(ref began, TimeProvider.System.GetTimestamp());
            await Task.Delay(Thinking, context.RequestAborted);
            await (IsAway(Volatile.Read(ref began)) ? meanwhile(context) : Responses.ImageAsync(context));
        });
        (await bed.RunAsync(host.Urls("good", Images))).AllMeasured(Images);
    }

    private static bool IsAway(long began) => began != 0 && TimeProvider.System.GetElapsedTime(began) < Away;
}
