using Microsoft.AspNetCore.Http;

namespace RetailPulse.Silo.Health;

/// <summary>Answers the probes of an orchestrator. None of them needs a key.</summary>
public sealed class Probes
{
    /// <summary>Path of the probe that checks this process only. If it fails, a restart may help.</summary>
    public const string Live = "/health/live";

    /// <summary>Path of the probe that checks whether requests can be served.</summary>
    public const string Ready = "/health/ready";

    /// <summary>Path of the probe that checks whether the start is complete.</summary>
    public const string Startup = "/health/startup";

    private readonly Readiness readiness;

    internal Probes(Readiness readiness) => this.readiness = readiness;

    /// <summary>Returns whether a stop has begun. Somebody who asks must be able to see that before connections are refused.</summary>
    public bool IsStopping() => readiness.IsStopping();

    /// <summary>Answers the probe at <paramref name="path"/> with 200, or with 503 and the reason.</summary>
    /// <returns><see langword="null"/> if there is no probe at that path.</returns>
    public Task? TryAnswer(HttpContext context, string? path) =>
        path switch
        {
            Live => AnswerAsync(context, null),
            Startup => AnswerAsync(context, readiness.HasStarted ? null : "starting"),
            Ready => AnswerReadyAsync(context),
            _ => null,
        };

    private async Task AnswerReadyAsync(HttpContext context) => await AnswerAsync(context, await readiness.FindProblemAsync());

    private static Task AnswerAsync(HttpContext context, string? problem)
    {
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(problem is null ? "Healthy" : $"Unhealthy: {problem}");
    }
}
