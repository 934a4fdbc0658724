using System.CommandLine;

namespace RetailPulse.Cli.Commands;

/// <summary>Finds the command or option that was probably meant.</summary>
internal static class Suggestion
{
    private const int MostEdits = 2;

    /// <summary>Returns the nearest name; <see langword="null"/> if none is near.</summary>
    /// <param name="typed">A word that no command or option has.</param>
    public static string? For(string typed, Command command)
    {
        var names = typed.StartsWith('-') ? Options(command) : command.Subcommands.Select(subcommand => subcommand.Name);
        return names
            .Select(name => (Name: name, Edits: Edits(typed, name)))
            .Where(found => found.Edits <= Math.Min(MostEdits, typed.Length / 2))
            .OrderBy(found => found.Edits)
            .Select(found => found.Name)
            .FirstOrDefault();
    }

    private static IEnumerable<string> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options)).Select(option => option.Name);

    /// <summary>Returns the number of characters to insert, remove, or replace.</summary>
    private static int Edits(string left, string right)
    {
        var above = Enumerable.Range(0, right.Length + 1).ToArray();
        foreach (var character in left)
        {
            var row = new int[above.Length];
            row[0] = above[0] + 1;
            for (var i = 1; i < row.Length; i++)
                row[i] = Math.Min(Math.Min(row[i - 1], above[i]) + 1, above[i - 1] + (character == right[i - 1] ? 0 : 1));
            above = row;
        }

        return above[^1];
    }
}
