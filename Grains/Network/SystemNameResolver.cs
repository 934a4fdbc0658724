using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Network;

/// <summary>Asks the operating system, on threads of its own, which tenants and jobs share fairly.</summary>
/// <remarks>
/// The system's call blocks, even where it looks asynchronous, for as long as a name server likes to take. On the threads of the pool, a job full of
/// names that nobody answers for would stall everything that runs in this process.
/// </remarks>
internal sealed class SystemNameResolver(Func<string, IPAddress[]> lookUp, TimeProvider time) : INameResolver
{
    /// <summary>Names looked up at once, each on its thread.</summary>
    public const int Most = 128;

    /// <summary>Longest wait for a thread. A name that gets none is given up for now: otherwise those left behind would delay the next ones forever.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest wait for the system, after which nobody waits any more. The thread is taken until the system returns, because the call cannot be cut short.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly FairPermits threads = new(Most, reserve: true);
    private readonly ConcurrentDictionary<(Owner Owner, string Host), Lazy<Task<IPAddress[]>>> asked = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> underWay = new();

    /// <summary>Caches nothing, but requests for a name that is being looked up share the lookup.</summary>
    public Task<IPAddress[]> ResolveAsync(string host, Owner owner, CancellationToken cancellationToken) =>
        asked.GetOrAdd((owner, host.ToLowerInvariant()), ask => new Lazy<Task<IPAddress[]>>(() => AskAsync(ask))).Value.WaitAsync(cancellationToken);

    /// <summary>Each owner waits for a thread by itself: a name that is in the long line of another owner has not begun.</summary>
    private async Task<IPAddress[]> AskAsync((Owner Owner, string Host) ask)
    {
        try
        {
            var lookup = underWay.TryGetValue(ask.Host, out var begun) ? begun : await BeginAsync(ask.Owner, ask.Host).ConfigureAwait(false);
            return await lookup.Value.WaitAsync(Longest, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }
        finally
        {
            asked.TryRemove(ask, out _);
        }
    }

    private async Task<Lazy<Task<IPAddress[]>>> BeginAsync(Owner owner, string host)
    {
        var thread = await TakeTurnAsync(owner).ConfigureAwait(false);
        var mine = new Lazy<Task<IPAddress[]>>(() => LookUpAsync(host, thread));
        var lookup = underWay.GetOrAdd(host, mine);
        if (lookup != mine) thread.Dispose();
        return lookup;
    }

    private async Task<IPAddress[]> LookUpAsync(string host, FairPermits.Permit thread)
    {
        using (thread)
        {
            try
            {
                return await Task.Factory.StartNew(
                    () => lookUp(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
            finally
            {
                underWay.TryRemove(host, out _);
            }
        }
    }

    private async Task<FairPermits.Permit> TakeTurnAsync(Owner owner)
    {
        using var limit = new CancellationTokenSource(Patience, time);
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
