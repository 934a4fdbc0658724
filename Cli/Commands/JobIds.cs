using System.CommandLine;

namespace RetailPulse.Cli.Commands;

/// <summary>Arguments that are ids of jobs.</summary>
internal static class JobIds
{
    public static Argument<long[]> Several(ArgumentArity? arity = null)
    {
        var ids = new Argument<long[]>("ID") { Description = "Ids of jobs", Arity = arity ?? ArgumentArity.OneOrMore };
        ids.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => !IsId(token.Value)))
                result.AddError(
                    $"'{result.Tokens.First(token => !IsId(token.Value)).Value}' is not the id of a job, which is a number such as 17."
                );
        });
        return ids;
    }

    public static Argument<long> One()
    {
        var id = new Argument<long>("ID") { Description = "Id of a job" };
        id.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }, ..] && !IsId(text))
                result.AddError($"'{text}' is not the id of a job, which is a number such as 17.");
        });
        return id;
    }

    private static bool IsId(string text) => text.Length is > 0 and <= 18 && text.All(char.IsAsciiDigit) && text[0] != '0';
}
