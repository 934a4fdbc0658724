using System.Diagnostics;

namespace RetailPulse.Grains.Telemetry;

/// <summary>The one source of activities, of which traces consist.</summary>
/// <remarks>
/// A submission and the run of its job are two traces that are linked, because a job can take an hour. No activity contains the path or the query
/// of an image URL, which can grant access.
/// </remarks>
internal static class PulseActivities
{
    public static readonly ActivitySource Source = new(PulseMeter.Name);

    /// <summary>Starts the first activity of a new trace, which does not become the current one.</summary>
    /// <param name="linked">W3C <c>traceparent</c> of the trace to which it is linked, if there is one.</param>
    /// <returns><see langword="null"/> if nobody listens.</returns>
    public static Activity? StartRoot(string name, string? linked)
    {
        if (!Source.HasListeners())
            return null;
        ActivityLink[] links = ActivityContext.TryParse(linked, null, isRemote: true, out var context) ? [new ActivityLink(context)] : [];
        var current = Activity.Current;
        Activity.Current = null;
        try
        {
            return Source.StartActivity(ActivityKind.Internal, links: links, name: name);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    /// <summary>Ends an activity that is not the current one.</summary>
    public static void End(Activity? activity)
    {
        var current = Activity.Current;
        activity?.Dispose();
        Activity.Current = current;
    }

    /// <summary>Starts an attempt at an image, if its visit is traced.</summary>
    public static Activity? StartAttempt(Uri url)
    {
        if (Activity.Current is not { } visit || visit.Source != Source)
            return null;
        var attempt = Source.StartActivity("image.attempt", ActivityKind.Client);
        return attempt is null ? null : Describe(attempt, url);
    }

    /// <summary>Sets the address of the server, and nothing else of the URL.</summary>
    public static Activity Describe(Activity attempt, Uri url) =>
        attempt.SetTag("url.scheme", url.Scheme).SetTag("server.address", url.Host).SetTag("server.port", url.Port);
}
