using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Asks the operating system, on threads of its own.</summary>
/// <remarks>
/// The system's call blocks, also behind its asynchronous face, for as long as a name server likes to take. On the threads of the pool, a job full
/// of names that nobody answers for would stall everything that runs in this process.
/// </remarks>
internal sealed class SystemNameResolver(Func<string, IPAddress[]> lookUp, TimeProvider time) : INameResolver, IDisposable
{
    /// <summary>Names looked up at once, each on its thread.</summary>
    public const int Most = 128;

    /// <summary>A name that does not get its turn within this is given up for now, or those left behind would delay the next ones for ever.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim free = new(Most);
    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> underWay = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Nothing is remembered; but who asks for a name while it is looked up gets the same answer.</summary>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        underWay.GetOrAdd(host, name => new Lazy<Task<IPAddress[]>>(() => LookUpAsync(name))).Value.WaitAsync(cancellationToken);

    public void Dispose() => free.Dispose();

    private async Task<IPAddress[]> LookUpAsync(string host)
    {
        try
        {
            await TakeTurnAsync().ConfigureAwait(false);
            try
            {
                return await Task.Factory.StartNew(
                    () => lookUp(host), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            }
            finally
            {
                free.Release();
            }
        }
        finally
        {
            underWay.TryRemove(host, out _);
        }
    }

    private async Task TakeTurnAsync()
    {
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            await free.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new SocketException((int)SocketError.TryAgain);
        }
    }
}
