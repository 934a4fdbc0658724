using System.Runtime.InteropServices;

namespace RetailPulse.Silo;

/// <summary>
/// SIGTERM and Ctrl+C from the first statement of the process on. The host listens for them only once it starts; a signal that came earlier, or while
/// the host registers its own listener, is not lost.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource asked = new();
    private readonly PosixSignalRegistration[] registrations;
    private bool hosting;
    private bool ended;

    /// <summary>Listens until it is disposed.</summary>
    public StopSignals() =>
        registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take), PosixSignalRegistration.Create(PosixSignal.SIGINT, Take)];

    /// <summary>Canceled when the process is asked to stop.</summary>
    public CancellationToken Asked => asked.Token;

    /// <summary>Lets the process end in order from now on: until then there is nothing that would have to be stopped.</summary>
    internal void BeginHosting()
    {
        lock (gate) hosting = true;
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        lock (gate) ended = true;
        asked.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (gate)
        {
            if (ended) return;
            if (!hosting) Environment.Exit(0);
            _ = asked.CancelAsync();
        }
    }
}
