using Microsoft.AspNetCore.Http;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy.Scenarios;

/// <summary>Hosts of which one part is broken and another healthy.</summary>
internal static class Failing
{
    public static async Task OneBrokenPathAsync(TestBed bed)
    {
        await using var host = await ScriptedHost.StartAsync(context =>
            context.IsUnder("bad")
                ? Responses.StatusAsync(context, StatusCodes.Status500InternalServerError)
                : Responses.ImageAsync(context)
        );
        var broken = await bed.SubmitAsync(host.Urls("bad", 30));
        await Eventually.TrueAsync(() => host.Requests >= 30, "each of the thirty has failed once");
        var good = await bed.RunAsync(host.Urls("good", 50));
        good.AllMeasured(50, TestBed.Prompt);
        (await bed.EndAsync(broken)).AllFailed(30, "http_5xx", TestBed.Attempts);
    }

    public static async Task OneOfTwoPortsAsync(TestBed bed)
    {
        await using var healthy = await ScriptedHost.StartAsync(context =>
            context.IsUnder("missing") ? Responses.StatusAsync(context, StatusCodes.Status404NotFound) : Responses.ImageAsync(context)
        );
        using var dead = new DeadPort(healthy.Endpoint.Address);
        var job = await bed.RunAsync([
            .. ScriptedHost.Urls(dead.Authority, "dead", 20),
            .. healthy.Urls("missing", 3),
            .. healthy.Urls("good", 50),
        ]);
        job.Under("good").AllMeasured(50, TestBed.Prompt);
        job.Under("missing").AllFailed(3, "http_404", 1);
        job.Under("dead").Holds(image => image.Reason is "connect" or "host_down", 20, "connect or host_down");
        Assert.Equal(
            [(dead.Authority, 20), (healthy.Endpoint.ToString(), 3)],
            job.Job.Failures.Largest.GroupBy(group => group.Host, (host, groups) => (host, groups.Sum(group => group.Images)))
                .OrderByDescending(line => line.Item2)
        );
    }
}
