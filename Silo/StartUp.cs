using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Stores;
using RetailPulse.Silo.Storage;

namespace RetailPulse.Silo;

/// <summary>Turns a start that fails for a reason which an operator can mend into one message instead of a stack trace.</summary>
public static class StartUp
{
    /// <summary>
    /// Runs a host to its end and returns the process's exit code. A host that cannot start is stopped all the same: parts of it, such as its silo,
    /// may run already, and must leave their cluster in order.
    /// </summary>
    public static async Task<int> RunAsync(IHost host, StopSignals signals)
    {
        signals.BeginHosting();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await using var asked = signals.Asked.Register(lifetime.StopApplication);
        try
        {
            await host.StartAsync(signals.Asked);
        }
        catch (Exception)
        {
            // A part whose start is cut short throws what it likes: Orleans, for one, exceptions of its own. The host may receive the signal first.
            var stopped = lifetime.ApplicationStopping.IsCancellationRequested;
            await ShutDown.EndAsync(host, quietly: true);
            if (!stopped) throw;
            return Environment.ExitCode;
        }

        await ShutDown.WaitAsync(host);
        return Environment.ExitCode;
    }

    /// <summary>Returns the exit code of <paramref name="run"/>, or 1 when it could not start.</summary>
    public static async Task<int> GuardAsync(Func<StopSignals, Task<int>> run)
    {
        using var signals = new StopSignals();
        try
        {
            return await run(signals);
        }
        catch (Exception exception) when (Explain(exception) is { } message)
        {
            await Console.Error.WriteLineAsync($"RetailPulse cannot start. {message}");
            return 1;
        }
    }

    private static string? Explain(Exception exception) => exception switch
    {
        StorageException or StoreMasterException => exception.Message,
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => exception.Message,
        InvalidDataException { InnerException: FormatException cause } => $"{exception.Message} {cause.Message}",
        InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } => exception.Message,
        OptionsValidationException invalid => string.Join(' ', invalid.Failures),
        AddressInUseException or IOException { InnerException: AddressInUseException } => $"{exception.Message} Choose another port.",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
