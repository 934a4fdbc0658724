namespace RetailPulse.WebFrontend.V1.Jobs.Events;

/// <summary>Performs one read at a time. All callers during a read share the next one.</summary>
internal sealed class NextRead<T>(Func<Task<T>> read)
{
    private readonly Lock gate = new();
    private Task current = Task.CompletedTask;
    private Task<T>? next;
    private bool closed;

    /// <summary>Returns a read that begins after this call; <see langword="null"/> if this object is closed.</summary>
    public Task<T>? Join()
    {
        lock (gate)
        {
            if (closed)
                return null;
            if (next is null)
                current = next = RunAsync(current);
            return next;
        }
    }

    /// <summary>Closes this object permanently if no read is in progress or due.</summary>
    public bool TryClose()
    {
        lock (gate)
        {
            if (closed || next is not null || !current.IsCompleted)
                return false;
            return closed = true;
        }
    }

    private async Task<T> RunAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (gate)
            next = null;
        return await read();
    }
}
