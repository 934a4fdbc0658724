using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Stores;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Hosting;

/// <summary>Reports a failed start as one message instead of a stack trace if an operator can fix its cause.</summary>
public static class HostStartup
{
    /// <summary>Runs a host until it ends and returns the process's exit code.</summary>
    /// <remarks>
    /// A host that cannot start is stopped as well: some of its parts, such as its silo, may already run and must leave their cluster in
    /// order.
    /// </remarks>
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
            // An interrupted part may throw anything: Orleans, for example, throws its own exceptions. The host may have received the
            // signal first.
            var stopped = lifetime.ApplicationStopping.IsCancellationRequested;
            await HostShutdown.EndAsync(host, quietly: true);
            if (!stopped)
                throw;
            return Environment.ExitCode;
        }

        await HostShutdown.WaitAsync(host);
        return Environment.ExitCode;
    }

    /// <summary>Returns the exit code of <paramref name="run"/>, or 1 if it could not start.</summary>
    public static Task<int> GuardAsync(Func<StopSignals, Task<int>> run) => GuardAsync(run, "start", failed: 1, interrupted: 0);

    /// <summary>Returns the exit code of <paramref name="check"/>, or <see cref="DatabaseCheck.NotChecked"/> if it was not completed.</summary>
    public static Task<int> GuardCheckAsync(Func<Task<int>> check) =>
        GuardAsync(_ => check(), "check the database", DatabaseCheck.NotChecked, DatabaseCheck.NotChecked);

    /// <param name="what">What RetailPulse cannot do, for the message.</param>
    /// <param name="failed">Exit code of a failure that an operator can fix.</param>
    /// <param name="interrupted">Exit code after a signal, before there is a host.</param>
    private static async Task<int> GuardAsync(Func<StopSignals, Task<int>> run, string what, int failed, int interrupted)
    {
        using var signals = new StopSignals(interrupted);
        try
        {
            return await run(signals);
        }
        catch (Exception exception) when (Explain(exception) is { } message)
        {
            await Console.Error.WriteLineAsync($"RetailPulse cannot {what}. {message}");
            return failed;
        }
    }

    private static string? Explain(Exception exception) =>
        exception switch
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
