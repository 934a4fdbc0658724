namespace RetailPulse.Tests.EndToEnd.HalfHealthy.Scenarios;

/// <summary>A fast host that redirects to others.</summary>
internal static class Redirecting
{
    public static async Task ToSlowAndSilentHostsAsync(TestBed bed)
    {
        await using var slow = await ScriptedHost.StartAsync(context => Responses.ImageAfterAsync(context, TestBed.Idle / 2));
        await using var silent = await ScriptedHost.StartAsync(Responses.HangAsync);
        await using var fast = await ScriptedHost.StartAsync(context =>
            context.Request.Path.Value!.Split('/')[1] switch
            {
                "slow" => Responses.RedirectAsync(context, $"http://{slow.Endpoint}{context.Request.Path}"),
                "silent" => Responses.RedirectAsync(context, $"http://{silent.Endpoint}{context.Request.Path}"),
                _ => Responses.ImageAsync(context),
            }
        );
        var bad = await bed.SubmitAsync([.. fast.Urls("silent", 100), .. fast.Urls("slow", 300)]);
        var direct = await bed.RunAsync(fast.Urls("good", 100));
        direct.AllMeasured(100, TestBed.Prompt);
        var redirected = await bed.EndAsync(bad);
        redirected.Under("slow").AllMeasured(300);
        redirected.Under("silent").Holds(image => image.Reason is "timeout" or "host_down", 100, "timeout or host_down");
    }
}
