using System.Globalization;

namespace RetailPulse.Grains.Stores;

/// <summary>A store master that cannot be used. The message names the line, from 1, and the reason.</summary>
public sealed class StoreMasterException : Exception
{
    public StoreMasterException(int line, string reason, Exception? cause = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"line {line}: {reason}"), cause)
    {
    }

    private StoreMasterException(string message, Exception cause)
        : base(message, cause)
    {
    }

    internal StoreMasterException In(string file) => new($"The store master '{file}' cannot be used. {Message}. Mend the file, or choose another by RetailPulse:Stores:Path.", this);

    internal static StoreMasterException Unreadable(string file, Exception cause) =>
        new($"The store master '{file}' cannot be read: {cause.Message} Choose another by RetailPulse:Stores:Path.", cause);
}
