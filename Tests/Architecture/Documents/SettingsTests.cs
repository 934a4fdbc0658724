using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>Compares the settings in <c>deploy/</c> with those that the service has.</summary>
public sealed partial class SettingsTests
{
    [Fact]
    public void Every_setting_in_deploy_is_documented()
    {
        var known = SettingsTable.Keys();
        var used = DeployFiles
            .Texts.SelectMany(text => Setting().Matches(text))
            .Select(match => match.Value.Replace("__", ":", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        Assert.Contains("RetailPulse:Cluster:AdvertisedAddress", used);
        Assert.Contains("ConnectionStrings:RetailPulse", used);
        Assert.Empty(used.Except(known));
    }

    [GeneratedRegex("(RetailPulse|ConnectionStrings)(__|:)[A-Z][A-Za-z]+((__|:)[A-Z][A-Za-z]+)*")]
    private static partial Regex Setting();
}
