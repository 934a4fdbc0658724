using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Deploy;

/// <summary>Settings that deploy/ gives are settings that the service has.</summary>
public sealed partial class SettingsTests
{
    [Fact]
    public void Every_setting_is_in_the_table_of_the_README()
    {
        var known = KeysOfTheReadme();
        var used = DeployFiles.Texts.SelectMany(text => Setting().Matches(text)).Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal)).Distinct().ToList();
        Assert.Contains("RetailPulse:Cluster:AdvertisedAddress", used);
        Assert.Contains("ConnectionStrings:RetailPulse", used);
        Assert.Empty(used.Except(known));
    }

    /// <summary>The first column: <c>`A:B`, `:C`</c> stands for <c>A:B</c> and <c>A:C</c>.</summary>
    private static HashSet<string> KeysOfTheReadme()
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

    [GeneratedRegex("(RetailPulse|ConnectionStrings)(__|:)[A-Z][A-Za-z]+((__|:)[A-Z][A-Za-z]+)*")]
    private static partial Regex Setting();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
