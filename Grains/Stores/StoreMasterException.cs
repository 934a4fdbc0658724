using System.Collections.Immutable;
using System.Globalization;
using RetailPulse.Stores;

namespace RetailPulse.Grains.Stores;

/// <summary>An invalid store master. The message names the first invalid line, from 1, and the reason.</summary>
public sealed class StoreMasterException : Exception
{
    /// <param name="faults">At least one error.</param>
    public StoreMasterException(ImmutableArray<StoreMasterFault> faults)
        : base(Describe(faults)) => Faults = faults;

    private StoreMasterException(string message, Exception cause)
        : base(message, cause) => Faults = [];

    /// <summary>All errors, ordered by line; empty if the file cannot be read at all.</summary>
    public ImmutableArray<StoreMasterFault> Faults { get; }

    internal StoreMasterException In(string file) =>
        new(
            $"The store master '{file}' cannot be used. {Message}. Fix the file, or choose another one with RetailPulse:Stores:Path.",
            this
        );

    internal static StoreMasterException Unreadable(string file, Exception cause) =>
        new($"The store master '{file}' cannot be read: {cause.Message} Choose another by RetailPulse:Stores:Path.", cause);

    private static string Describe(ImmutableArray<StoreMasterFault> faults) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"line {faults[0].Line}: {faults[0].Reason}{(faults.Length == 1 ? "" : $" (and {faults.Length - 1} more)")}"
        );
}
