using System.Runtime.InteropServices;

namespace RetailPulse.Silo.Hosting;

/// <summary>Receives SIGTERM and Ctrl+C from the first statement of the process on.</summary>
/// <remarks>
/// The host listens for these signals only after it starts. This class catches a signal that arrives earlier, or while the host registers
/// its own listener.
/// </remarks>
public sealed class StopSignals : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource asked = new();
    private readonly PosixSignalRegistration[] registrations;
    private bool hosting;
    private bool ended;

    private readonly int exitCode;

    /// <summary>Starts to listen, until disposed.</summary>
    /// <param name="exitCode">Exit code of a process that is asked to stop while nothing has to be stopped.</param>
    public StopSignals(int exitCode = 0)
    {
        this.exitCode = exitCode;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        ];
    }

    /// <summary>Canceled when the process is asked to stop.</summary>
    public CancellationToken Asked => asked.Token;

    /// <summary>
    /// Makes signals request an orderly stop from now on. Before that, nothing has to be stopped and the process exits at once.
    /// </summary>
    internal void BeginHosting()
    {
        lock (gate)
            hosting = true;
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        lock (gate)
            ended = true;
        asked.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (gate)
        {
            if (ended)
                return;
            if (!hosting)
                Environment.Exit(exitCode);
            _ = asked.CancelAsync();
        }
    }
}
