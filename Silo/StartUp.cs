using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using RetailPulse.Grains.Stores;
using RetailPulse.Silo.Storage;

namespace RetailPulse.Silo;

/// <summary>Turns a start that fails for a reason which an operator can mend into one message instead of a stack trace.</summary>
public static class StartUp
{
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
