using System.Runtime.InteropServices;
using RetailPulse.Cli;
using RetailPulse.Cli.Commands;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Screen;

using var stop = new CancellationTokenSource();
var host = new CommandHost(SystemSurroundings.Create());
using var interrupt = On(PosixSignal.SIGINT, ExitCode.CtrlC);
using var terminate = On(PosixSignal.SIGTERM, ExitCode.Terminated);
return await RetailPulseCommands.RunAsync(host, args, stop.Token);

// A second signal ends the process at once.
PosixSignalRegistration On(PosixSignal signal, int code) =>
    PosixSignalRegistration.Create(
        signal,
        context =>
        {
            if (host.Signal != 0)
                return;
            context.Cancel = true;
            host.Signal = code;
            stop.Cancel();
        }
    );
