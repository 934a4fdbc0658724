using System.Collections.Concurrent;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>Counts the calls of one case to the ledger and the document store, and makes the planned ones fail.</summary>
internal sealed class FaultScope
{
    private readonly ConcurrentQueue<string> calls = new();
    private IReadOnlyCollection<Fault> planned = [];
    private bool armed;
    private int count;
    private int injected;

    /// <summary>Number of calls made while the scope was armed.</summary>
    public int Calls => count;

    /// <summary>Names of these calls, in order.</summary>
    public IReadOnlyCollection<string> Names => calls;

    /// <summary>Number of planned faults that have happened.</summary>
    public int Injected => injected;

    public void Arm(IReadOnlyCollection<Fault> faults) => (planned, armed) = (faults, true);

    public void Disarm() => armed = false;

    public async Task<T> RunAsync<T>(string name, Func<Task<T>> call, Func<Exception> failure)
    {
        if (!armed)
            return await call();
        var number = Interlocked.Increment(ref count);
        calls.Enqueue(name);
        var fault = planned.Where(fault => fault.Call == number).Select(fault => (Fault?)fault).SingleOrDefault();
        if (fault is { TookEffect: false })
            Fail(failure);
        var result = await call();
        if (fault is { TookEffect: true })
            Fail(failure);
        return result;
    }

    public override string ToString() =>
        $"[{string.Join(", ", planned)}] of {string.Join(", ", calls.Select((name, index) => $"{index + 1} {name}"))}";

    private void Fail(Func<Exception> failure)
    {
        Interlocked.Increment(ref injected);
        throw failure();
    }
}
