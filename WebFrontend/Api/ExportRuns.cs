using Microsoft.Extensions.Options;

namespace RetailPulse.WebFrontend.Api;

/// <summary>
/// Limits the exports that this front end reads page by page: how many run at once, shared fairly among tenants, and how long each takes.
/// </summary>
internal sealed class ExportRuns(IOptions<ApiOptions> options, TimeProvider time)
{
    /// <summary>Maximum number of exports at once. One tenant runs at most twelve.</summary>
    public const int MaxRuns = 16;

    private readonly FairLimit<string> permits = new(MaxRuns);

    /// <summary>Number of exports that run.</summary>
    public int InUse => permits.InUse;

    /// <summary>
    /// Begins an export, which the caller disposes; <see langword="null"/> if the tenant may not start another now. An export of a single
    /// page needs no permit, because nothing is read while it is sent.
    /// </summary>
    public ExportRun? TryBegin(string tenant, bool single)
    {
        if (single)
            return new ExportRun(options.Value.MaxExportDuration, time, () => { });
        return permits.TryAcquire(tenant) ? new ExportRun(options.Value.MaxExportDuration, time, () => permits.Release(tenant)) : null;
    }
}
