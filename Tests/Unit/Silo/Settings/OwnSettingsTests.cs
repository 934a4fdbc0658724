using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using RetailPulse.Silo.Settings;

namespace RetailPulse.Tests.Unit.Silo.Settings;

public sealed class OwnSettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_own_file_counts_over_that_of_the_program_and_below_the_environment()
    {
        var own = Write("own.json", """{"a":"own","b":"own","RetailPulse":{"Images":{"Slots":7}}}""");
        var configuration = new ConfigurationManager();
        configuration.AddJsonFile(Write("appsettings.json", """{"a":"program","b":"program","c":"program"}"""));
        configuration.AddInMemoryCollection([
            KeyValuePair.Create("b", (string?)"environment"),
            KeyValuePair.Create("RetailPulse:SettingsFile", (string?)own),
        ]);
        OwnSettings.Add(configuration);
        Assert.Equal(
            ("own", "environment", "program", "7"),
            (configuration["a"], configuration["b"], configuration["c"], configuration["RetailPulse:Images:Slots"])
        );
    }

    [Fact]
    public void A_file_that_is_named_must_be_there()
    {
        var configuration = new ConfigurationManager { ["RetailPulse:SettingsFile"] = Path.Combine(folder, "missing.json") };
        var problem = Assert.Throws<OptionsValidationException>(() => OwnSettings.Add(configuration));
        Assert.Contains("missing.json", Assert.Single(problem.Failures));
    }

    [Fact]
    public void Without_one_the_file_of_the_user_is_read_if_it_is_there()
    {
        Assert.EndsWith("/retailpulse/appsettings.json", OwnSettings.DefaultFile);
        OwnSettings.Add(new ConfigurationManager());
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
