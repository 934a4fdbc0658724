using System.Collections.Immutable;

namespace RetailPulse.WebFrontend.V1.Events;

/// <summary>Watches the events of all tenants that have listeners on this front end, while there are any.</summary>
internal sealed partial class TenantFeed(IEventSource source, TimeProvider time, ILogger<TenantFeed> logger)
{
    private readonly Lock gate = new();
    private readonly List<TenantListener> listeners = [];
    private TenantWatch? watch;

    /// <summary>Adds a listener, which gets what becomes visible from now on, and possibly some events that it already has.</summary>
    public void Join(TenantListener listener)
    {
        lock (gate)
        {
            listeners.Add(listener);
            if (watch is null)
                _ = RunAsync(watch = new TenantWatch(listener.Told, source, this, time));
            else
                watch.TellAll(listener);
        }
    }

    /// <summary>Removes a listener. The feed pauses without listeners.</summary>
    public void Quit(TenantListener listener)
    {
        lock (gate)
        {
            listeners.Remove(listener);
            if (listeners.Count > 0)
            {
                watch?.ForgetUnheard(listeners);
                return;
            }

            watch?.Stop.Cancel();
            watch = null;
        }
    }

    /// <summary>Returns the tenants that have listeners; none if a listener hears all tenants.</summary>
    public ImmutableArray<string> Tenants()
    {
        lock (gate)
            return listeners.Exists(listener => listener.Tenant is null)
                ? []
                : [.. listeners.Select(listener => listener.Tenant!).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Reports to the listeners of a watch. Returns <see langword="false"/>, and reports nothing, if one has joined whose tenant was not among
    /// those that were read: the read must be repeated.
    /// </summary>
    /// <param name="read">Tenants that were read; none for all.</param>
    public bool TryTell(TenantWatch teller, ImmutableArray<string> read, Action<List<TenantListener>> what)
    {
        lock (gate)
        {
            if (teller != watch)
                return true;
            if (read.Length > 0 && listeners.Exists(listener => listener.Tenant is not { } tenant || !read.Contains(tenant)))
                return false;
            what(listeners);
            return true;
        }
    }

    private async Task RunAsync(TenantWatch started)
    {
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

            // The feed outlives the request that began it.
            RequestContext.Clear();
            await started.RunAsync();
        }
        catch (OperationCanceledException) when (started.Stop.IsCancellationRequested) { }
        catch (Exception exception)
        {
            LogBroken(exception);
            lock (gate)
            {
                if (watch != started)
                    return;
                watch = null;
                listeners.ForEach(listener => listener.End());
                listeners.Clear();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Ending the event streams of all tenants after an error; their clients reconnect")]
    private partial void LogBroken(Exception exception);
}
