using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RetailPulse.Cli.Commands;

/// <summary>Arguments that are ids of jobs.</summary>
internal static class JobIds
{
    /// <summary>Largest number of digits of an id.</summary>
    private const int Longest = 18;

    public static Argument<long[]> Several(ArgumentArity? arity = null) =>
        new("ID")
        {
            Description = "Ids of jobs",
            Arity = arity ?? ArgumentArity.OneOrMore,
            CustomParser = result => [.. result.Tokens.Select(token => Parse(result, token.Value))],
        };

    public static Argument<long> One() =>
        new("ID")
        {
            Description = "Id of a job",
            CustomParser = result => result.Tokens is [var token, ..] ? Parse(result, token.Value) : 0,
        };

    public static Argument<long?> Optional() =>
        new("ID")
        {
            Description = "Id of a job",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = result => result.Tokens is [var token, ..] ? Parse(result, token.Value) : null,
        };

    private static long Parse(ArgumentResult result, string text)
    {
        if (text.Length is > 0 and <= Longest && text.All(char.IsAsciiDigit) && text[0] != '0')
            return long.Parse(text, CultureInfo.InvariantCulture);
        result.AddError($"'{text}' is not the id of a job, which is a number such as 17.");
        return 0;
    }
}
