using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Support.Repository;

/// <summary>The settings that the README's table lists.</summary>
internal static partial class ReadmeSettings
{
    /// <summary>The first column: <c>`A:B`, `:C`</c> stands for <c>A:B</c> and <c>A:C</c>.</summary>
    public static HashSet<string> Keys()
    {
        HashSet<string> keys = [];
        foreach (var line in DeployFiles.Text("README.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var section = "";
            foreach (var name in Quoted().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value))
            {
                keys.Add(name[0] == ':' ? section + name : name);
                if (name[0] != ':' && name.Contains(':', StringComparison.Ordinal)) section = name[..name.LastIndexOf(':')];
            }
        }

        return keys;
    }

    /// <summary>The table has a list or a map as one setting, whatever its entries hold.</summary>
    public static string WithoutEntries(string setting) => Entry().Replace(setting, "");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(":(0|NAME)(:.*)?$")]
    private static partial Regex Entry();
}
