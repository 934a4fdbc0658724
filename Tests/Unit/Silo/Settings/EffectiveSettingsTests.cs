using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using RetailPulse.Cluster;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Analysis;
using RetailPulse.Silo.Settings;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.Silo.Settings;

public sealed class EffectiveSettingsTests
{
    private static readonly SettingsCheck Known = new((ApiOptions.Section, typeof(ApiOptions)));

    [Fact]
    public void Each_setting_has_its_value_and_its_source()
    {
        var file = Path.Combine(Path.GetTempPath(), $"settings-{Guid.NewGuid():N}.json");
        File.WriteAllText(
            file,
            """{"RetailPulse":{"Images":{"Slots":7,"MaxAttempts":2},"Api":{"AllowedOrigins":["https://a.example"]}}}"""
        );
        try
        {
            var settings = Read(
                new ConfigurationBuilder().AddJsonFile(file).AddCommandLine(["--RetailPulse:Images:MaxAttempts=3"]).Build()
            );
            Assert.Equal(
                new EffectiveSetting("RetailPulse:Images:Slots", "7", SettingSource.File, Path.GetFileName(file)),
                settings["RetailPulse:Images:Slots"]
            );
            Assert.Equal(
                new EffectiveSetting("RetailPulse:Images:MaxAttempts", "3", SettingSource.CommandLine),
                settings["RetailPulse:Images:MaxAttempts"]
            );
            Assert.Equal(
                new EffectiveSetting("RetailPulse:Images:AttemptTimeout", "00:00:30", SettingSource.Default),
                settings["RetailPulse:Images:AttemptTimeout"]
            );
            Assert.Equal("https://a.example", settings["RetailPulse:Api:AllowedOrigins:0"].Value);
            Assert.Equal(SettingSource.Default, settings["RetailPulse:Api:Keys"].Source);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void No_secret_is_shown()
    {
        const string secret = "s3cr3t-4711";
        var settings = Read(
            new ConfigurationBuilder()
                .AddCommandLine([
                    $"--ConnectionStrings:RetailPulse=Host=db;Username=u;Password={secret}",
                    "--RetailPulse:Images:HostHeaders:0:Name=Authorization",
                    $"--RetailPulse:Images:HostHeaders:0:Value=Basic {secret}",
                    $"--RetailPulse:Api:Keys:0:Sha256={secret}",
                    "--RetailPulse:Api:Keys:0:Name=back office",
                ])
                .Build()
        );
        Assert.DoesNotContain(settings.Values, setting => setting.Value?.Contains(secret, StringComparison.Ordinal) == true);
        Assert.Equal("Host=db;Username=u;Password=[redacted]", settings["ConnectionStrings:RetailPulse"].Value);
        Assert.Equal("back office", settings["RetailPulse:Api:Keys:0:Name"].Value);
        Assert.Equal(
            (null, true, SettingSource.CommandLine),
            (
                settings["RetailPulse:Images:HostHeaders:0:Value"].Value,
                settings["RetailPulse:Images:HostHeaders:0:Value"].Secret,
                settings["RetailPulse:Api:Keys:0:Sha256"].Source
            )
        );
    }

    /// <summary>A new setting whose name sounds like a secret must say so.</summary>
    [Fact]
    public void Every_property_that_holds_a_secret_is_marked()
    {
        string[] signs = ["Password", "Sha256", "Token", "ApiKey", "Credential"];
        Type[] options =
        [
            .. SettingsCheck.OfSilos.Select(section => section.Options),
            typeof(ApiOptions),
            typeof(ApiKeyOptions),
            typeof(HostHeaderOptions),
        ];
        var sounding = options
            .SelectMany(type => type.GetProperties())
            .Where(property =>
                property.PropertyType == typeof(string)
                && Array.Exists(signs, sign => property.Name.Contains(sign, StringComparison.Ordinal))
            );
        Assert.All(sounding, property => Assert.NotNull(property.GetCustomAttribute<PasswordPropertyTextAttribute>()));
        Assert.All(
            [
                typeof(HostHeaderOptions).GetProperty(nameof(HostHeaderOptions.Value))!,
                typeof(AnalysisHeaderOptions).GetProperty(nameof(AnalysisHeaderOptions.Value))!,
            ],
            value => Assert.NotNull(value.GetCustomAttribute<PasswordPropertyTextAttribute>())
        );
    }

    private static Dictionary<string, EffectiveSetting> Read(IConfiguration configuration) =>
        EffectiveSettings.Read(configuration, Known).ToDictionary(setting => setting.Name, StringComparer.OrdinalIgnoreCase);
}
