using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Stores;
using RetailPulse.Silo.Storage;

namespace RetailPulse.Silo;

/// <summary>Turns a start that fails for a reason which an operator can mend into one message instead of a stack trace.</summary>
public static class StartUp
{
    /// <summary>
    /// Runs a host to its end and answers the process's exit code. One that cannot start is stopped all the same: parts of it, such as its silo,
    /// may run already, and must leave their cluster in order.
    /// </summary>
    public static async Task<int> RunAsync(IHost host)
    {
        try
        {
            await host.StartAsync();
        }
        catch (Exception exception)
        {
            var asked = exception is OperationCanceledException && ShutDown.IsAsked(host);
            await StopStartedAsync(host);
            if (!asked) throw;
            return Environment.ExitCode;
        }

        await ShutDown.WaitAsync(host);
        return Environment.ExitCode;
    }

    private static async Task StopStartedAsync(IHost host)
    {
        await using var disposal = (IAsyncDisposable)host;
        try
        {
            await host.StopAsync();
        }
        catch (Exception)
        {
            // A host stops each of its parts, and one that never started may refuse; why the start failed is what matters, and is told.
        }
    }

    /// <summary>The exit code of <paramref name="run"/>, or 1 when it could not start.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
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
        OptionsValidationException invalid => string.Join(' ', invalid.Failures),
        AddressInUseException or IOException { InnerException: AddressInUseException } => $"{exception.Message} Choose another port.",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
