using System.Collections.Concurrent;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy.Scenarios;

/// <summary>Hosts that ask to be left alone for a while.</summary>
internal static class RateLimiting
{
    private const int Burst = 32;

    public static async Task BurstsAsync(TestBed bed)
    {
        var limit = new Limit(Burst);
        await using var host = await ScriptedHost.StartAsync(context =>
            limit.Take() is { } rest ? Responses.TooManyAsync(context, rest) : Responses.ImageAsync(context)
        );
        (await bed.RunAsync(host.Urls("good", 500))).AllMeasured(500);
    }

    public static async Task RestBeyondPatienceAsync(TestBed bed)
    {
        var rest = TestBed.Patience + TimeSpan.FromSeconds(3);
        var asked = new ConcurrentDictionary<string, bool>();
        await using var host = await ScriptedHost.StartAsync(context =>
            context.IsUnder("limited") && asked.TryAdd(context.Request.Path, true)
                ? Responses.TooManyAsync(context, rest)
                : Responses.ImageAsync(context)
        );
        var limited = await bed.SubmitAsync(host.Urls("limited", 20));
        await Eventually.TrueAsync(() => host.Requests >= 8, "the host has asked for a rest");
        var good = await bed.RunAsync(host.Urls("good", 50));
        good.AllMeasured(50);
        (await bed.EndAsync(limited)).AllMeasured(20);
    }

    public static async Task RestBeyondAllAsync(TestBed bed)
    {
        await using var host = await ScriptedHost.StartAsync(context =>
            context.IsUnder("bad") ? Responses.TooManyAsync(context, TimeSpan.FromDays(1)) : Responses.ImageAsync(context)
        );
        var job = await bed.RunAsync([.. host.Urls("bad", 20), .. host.Urls("good", 50)]);
        job.Under("good").AllMeasured(50);
        job.Under("bad").Holds(image => image is { Reason: "http_429", Attempts: >= 1 }, 20, "http_429 after at least one attempt");
    }

    /// <summary>Takes a number of requests, then none for one or two seconds in turn.</summary>
    private sealed class Limit(int burst)
    {
        private readonly Lock gate = new();
        private long restUntil;
        private int taken;
        private int rests;

        /// <summary>Returns how long to stay away, or <see langword="null"/> for a request that is taken.</summary>
        public TimeSpan? Take()
        {
            lock (gate)
            {
                if (TimeProvider.System.GetTimestamp() < restUntil)
                    return Rest;
                if (taken++ < burst)
                    return null;
                (taken, rests) = (0, rests + 1);
                restUntil = TimeProvider.System.GetTimestamp() + (long)(Rest.TotalSeconds * TimeProvider.System.TimestampFrequency);
                return Rest;
            }
        }

        private TimeSpan Rest => TimeSpan.FromSeconds(1 + rests % 2);
    }
}
