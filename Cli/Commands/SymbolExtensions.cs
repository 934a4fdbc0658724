using System.CommandLine;

namespace RetailPulse.Cli.Commands;

/// <summary>Values that options and arguments accept.</summary>
internal static class SymbolExtensions
{
    /// <summary>Restricts an option to values, which are completed.</summary>
    public static Option<string?> AcceptOnly(this Option<string?> option, params string[] values)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }, ..] && !values.Contains(value))
                result.AddError($"{option.Name} must be {string.Join(", ", values[..^1])} or {values[^1]}, not '{value}'.");
        });
        option.CompletionSources.Add(values);
        return option;
    }

    /// <summary>Restricts a number to a range.</summary>
    public static Option<int> InRange(this Option<int> option, int min, int max)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() is var value && (value < min || value > max))
                result.AddError($"{option.Name} must be {min} to {max}.");
        });
        return option;
    }
}
