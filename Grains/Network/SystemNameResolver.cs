using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Network;

/// <summary>Resolves names with the operating system, on dedicated threads that tenants and jobs share fairly.</summary>
/// <remarks>
/// The call of the system blocks, even where it seems asynchronous, for as long as a name server takes. On pool threads, a job full of
/// names without a responding name server would stall everything in this process.
/// </remarks>
internal sealed class SystemNameResolver(Func<string, IPAddress[]> lookUp, TimeProvider time) : INameResolver
{
    /// <summary>Maximum number of concurrent look-ups, each on its own thread.</summary>
    public const int MaxThreads = 128;

    /// <summary>Maximum wait for a thread. A name that gets none fails for now, so that a backlog does not delay all later names.</summary>
    public static readonly TimeSpan ThreadTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maximum wait for the system. The thread remains in use until the call returns, because the call cannot be canceled.
    /// </summary>
    public static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(10);

    private readonly FairPermits threads = new(MaxThreads, reserve: true);
    private readonly ConcurrentDictionary<(Owner Owner, string Host), Lazy<Task<IPAddress[]>>> requested = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> running = new();

    /// <summary>Caches nothing, but requests for a name that is being looked up share the lookup.</summary>
    public Task<IPAddress[]> ResolveAsync(string host, Owner owner, CancellationToken cancellationToken) =>
        requested
            .GetOrAdd((owner, host.ToLowerInvariant()), request => new Lazy<Task<IPAddress[]>>(() => LookUpOnceAsync(request)))
            .Value.WaitAsync(cancellationToken);

    /// <summary>Waits for a thread per owner, because a name in the long line of another owner may not have begun.</summary>
    private async Task<IPAddress[]> LookUpOnceAsync((Owner Owner, string Host) request)
    {
        try
        {
            var lookup = running.TryGetValue(request.Host, out var begun)
                ? begun
                : await BeginAsync(request.Owner, request.Host).ConfigureAwait(false);
            return await lookup.Value.WaitAsync(LookupTimeout, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }
        finally
        {
            requested.TryRemove(request, out _);
        }
    }

    private async Task<Lazy<Task<IPAddress[]>>> BeginAsync(Owner owner, string host)
    {
        var thread = await AcquireThreadAsync(owner).ConfigureAwait(false);
        var own = new Lazy<Task<IPAddress[]>>(() => LookUpAsync(host, thread));
        var lookup = running.GetOrAdd(host, own);
        if (lookup != own)
            thread.Dispose();
        return lookup;
    }

    private async Task<IPAddress[]> LookUpAsync(string host, FairPermits.Permit thread)
    {
        using (thread)
        {
            try
            {
                return await Task
                    .Factory.StartNew(() => lookUp(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                    .ConfigureAwait(false);
            }
            finally
            {
                running.TryRemove(host, out _);
            }
        }
    }

    private async Task<FairPermits.Permit> AcquireThreadAsync(Owner owner)
    {
        using var limit = new CancellationTokenSource(ThreadTimeout, time);
        try
        {
            return await threads.AcquireAsync(owner, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }
    }
}
