using System.Reflection;
using Microsoft.Extensions.Configuration;
using RetailPulse.Grains.Images;
using RetailPulse.Silo.Settings;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.Silo.Settings;

public sealed class SettingsCheckTests
{
    private static readonly SettingsCheck FrontEnd = new((ApiOptions.Section, typeof(ApiOptions)));

    [Theory]
    [InlineData("RetailPulse:Images:Slot", "RetailPulse:Images:Slot is not a setting; did you mean RetailPulse:Images:Slots?")]
    [InlineData("RetailPulse:Image:Slots", "did you mean RetailPulse:Images:Slots?")]
    [InlineData("RetailPulse:Slots", "did you mean RetailPulse:Images:Slots?")]
    [InlineData("RetailPulse:Retenion", "did you mean RetailPulse:Retention?")]
    [InlineData("RetailPulse:Storage:ConnectionString", "RetailPulse:Storage:ConnectionString is not a setting")]
    [InlineData("RetailPulse:Api:AllowOpne", "did you mean RetailPulse:Api:AllowOpen?")]
    [InlineData("RetailPulse:Api:Keys:0:Rol", "did you mean RetailPulse:Api:Keys:0:Role?")]
    [InlineData("RetailPulse:Api:Tenants:acme:MaxJob", "did you mean RetailPulse:Api:Tenants:acme:MaxJobs?")]
    [InlineData("RetailPulse:Images:Slots:0", "RetailPulse:Images:Slots:0 is not a setting")]
    [InlineData("RetailPulse:Images", "RetailPulse:Images is a section; write RetailPulse:Images:")]
    [InlineData("RetailPulse:Webhooks:Waits", "RetailPulse:Webhooks:Waits is a list; write RetailPulse:Webhooks:Waits:0=x, and so on.")]
    [InlineData("RetailPulse:Api:Keys", "RetailPulse:Api:Keys is a list; write RetailPulse:Api:Keys:0:")]
    [InlineData("RetialPulse:Images:Slots", "RetialPulse:Images:Slots is not a setting; did you mean RetailPulse:Images:Slots?")]
    [InlineData("ConnectionString:RetailPulse", "did you mean ConnectionStrings:RetailPulse?")]
    [InlineData("ConnectionStrings:RetailPuls", "did you mean ConnectionStrings:RetailPulse?")]
    [InlineData(
        "RETAILPULSE_IMAGES_SLOTS",
        "RETAILPULSE_IMAGES_SLOTS is not a setting; write RetailPulse__Images__Slots in the environment"
    )]
    public void A_setting_that_nothing_reads_is_refused_with_its_nearest_match(string setting, string message) =>
        Assert.Contains(message, Assert.Single(FrontEnd.Problems(Configured((setting, "x")))));

    [Theory]
    [InlineData("RetailPulse:Images:Slots")]
    [InlineData("retailpulse:images:slots")]
    [InlineData("RetailPulse:Images:AllowedNetworks:0")]
    [InlineData("RetailPulse:Images:AllowedNetworks:demo0")]
    [InlineData("RetailPulse:Api:Keys:17:RequestBurst")]
    [InlineData("RetailPulse:Api:Tenants:acme:MaxImages")]
    [InlineData("RetailPulse:Retention")]
    [InlineData("RETAILPULSE_API_KEY")]
    [InlineData("ConnectionStrings:RetailPulse")]
    [InlineData("ConnectionStrings:Other")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("PATH")]
    public void Settings_that_something_reads_are_accepted(string setting) => Assert.Empty(FrontEnd.Problems(Configured((setting, "x"))));

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("Sqlite,PostgreSql")]
    public void A_number_or_a_list_is_not_the_name_of_an_engine(string value) =>
        Assert.Equal(
            "RetailPulse:Storage:Provider must be Sqlite or PostgreSql.",
            Assert.Single(FrontEnd.ValueProblems(Configured(("RetailPulse:Storage:Provider", value))))
        );

    [Fact]
    public void The_case_of_a_name_does_not_matter() =>
        Assert.Empty(FrontEnd.ValueProblems(Configured(("RetailPulse:Storage:Provider", "postgresql"))));

    [Fact]
    public void An_empty_list_is_accepted() => Assert.Empty(FrontEnd.Problems(Configured(("RetailPulse:Api:Keys", ""))));

    [Fact]
    public void A_silo_leaves_the_settings_of_front_ends_alone()
    {
        Assert.Empty(new SettingsCheck().Problems(Configured(("RetailPulse:Api:Kyes:0:Name", "x"))));
        Assert.Single(new SettingsCheck().Problems(Configured(("RetailPulse:Imags:Slots", "1"))));
    }

    /// <summary>Finds options classes that are missing from the list, whose settings would be refused.</summary>
    [Fact]
    public void Every_options_class_is_known()
    {
        Assembly[] product = [typeof(ImagesOptions).Assembly, typeof(SettingsCheck).Assembly, typeof(ApiOptions).Assembly];
        var sections = product
            .SelectMany(assembly => assembly.GetTypes())
            .Select(type =>
                (
                    Type: type,
                    Section: type.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                        ?.GetRawConstantValue() as string
                )
            )
            .Where(found =>
                found.Section?.StartsWith("RetailPulse", StringComparison.Ordinal) == true
                && found.Type.Name.EndsWith("Options", StringComparison.Ordinal)
            )
            .ToList();
        Assert.InRange(sections.Count, 9, 100);
        Assert.All(
            sections,
            found => Assert.Contains((found.Section!, found.Type), SettingsCheck.OfSilos.Append((ApiOptions.Section, typeof(ApiOptions))))
        );
    }

    private static IConfiguration Configured(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
