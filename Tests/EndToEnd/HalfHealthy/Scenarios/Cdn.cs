using System.Net;
using Microsoft.AspNetCore.Http;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy.Scenarios;

/// <summary>A name with two addresses, one of which takes no connection.</summary>
internal static class Cdn
{
    private const int Jobs = 8;

    /// <summary>One of the two names has its dead address first, regardless of the order.</summary>
    private static readonly Edge[] Edges =
    [
        new("dead-first.example", Alive: IPAddress.Parse("127.0.77.253"), Dead: IPAddress.Parse("127.0.77.252")),
        new("dead-last.example", Alive: IPAddress.Parse("127.0.77.250"), Dead: IPAddress.Parse("127.0.77.251")),
    ];

    public static IEnumerable<(string Name, IPAddress[] Addresses)> Names =>
        Edges.Select(edge =>
            (edge.Name, (IPAddress[])[.. new[] { edge.Alive, edge.Dead }.OrderBy(address => address.ToString(), StringComparer.Ordinal)])
        );

    public static async Task OneDeadAddressOfTwoAsync(TestBed bed)
    {
        Assert.SkipUnless(bed.HasNames, "This machine permits no mount namespace, so there is no name with two addresses.");
        await Task.WhenAll(Edges.Select(edge => RunAsync(bed, edge)));
    }

    private static async Task RunAsync(TestBed bed, Edge edge)
    {
        await using var host = await ScriptedHost.StartAsync(CloseAfterImageAsync, edge.Alive);
        using var hole = new BlackHole(new IPEndPoint(edge.Dead, host.Endpoint.Port));
        var delayed = 0;
        for (var at = 0; at < Jobs; at++)
        {
            var job = await bed.RunAsync(ScriptedHost.Urls($"{edge.Name}:{host.Endpoint.Port}", $"{at}", 1));
            job.AllMeasured(1);
            if (job.Images[0].ElapsedMs >= TestBed.Connect.TotalMilliseconds)
                delayed++;
        }

        Assert.True(delayed <= Jobs / 2, $"{delayed} of {Jobs} images waited for the dead address of {edge.Name}.");
    }

    /// <summary>Every image needs a connection of its own.</summary>
    private static Task CloseAfterImageAsync(HttpContext context)
    {
        context.Response.Headers.Connection = "close";
        return Responses.ImageAsync(context);
    }

    private sealed record Edge(string Name, IPAddress Alive, IPAddress Dead);
}
