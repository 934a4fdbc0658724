using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.Unit.WebFrontend.Edge;

public sealed class ListenSettingsTests
{
    [Theory]
    [InlineData("", "http://localhost:8080")]
    [InlineData("urls=http://127.0.0.1:1; http://[::1]:2 ;", "http://127.0.0.1:1;http://[::1]:2")]
    [InlineData("http_ports=81;82", "http://*:81;http://*:82")]
    [InlineData("https_ports=443", "https://*:443")]
    [InlineData("urls=http://+:80|http_ports=81", "http://+:80")]
    [InlineData("urls=http://unix:/run/retailpulse.sock", "http://unix:/run/retailpulse.sock")]
    [InlineData("urls=https://shop.example:8443/", "https://shop.example:8443/")]
    public void Every_form_becomes_a_list_of_urls(string settings, string urls) => Assert.Equal(urls, Apply(settings));

    [Theory]
    [InlineData("urls=http://localhost:1", "http_ports=2", "", "http://*:2")]
    [InlineData("http_ports=2", "urls=http://localhost:1", "", "http://localhost:1")]
    [InlineData("urls=http://localhost:1", "urls=http://localhost:2", "urls=http://localhost:3", "http://localhost:3")]
    [InlineData("urls=http://localhost:1", "", "https_ports=", "http://localhost:1")]
    public void The_last_source_decides_in_any_form(string file, string environment, string commandLine, string urls) =>
        Assert.Equal(urls, Apply(file, environment, commandLine));

    [Theory]
    [InlineData("urls=8080", "'8080' is not an address to listen at; write http://localhost:8080 in --urls or ASPNETCORE_URLS.")]
    [InlineData("urls=localhost:8080", "'localhost:8080' is not an address to listen at; write one such as http://localhost:8080")]
    [InlineData("urls=tcp://localhost:8080", "must begin with http:// or https://")]
    [InlineData("urls=http://localhost:8080/pulse", "has a path; RetailPulse:Api:PathBase")]
    [InlineData("urls=http://localhost:808O", "has no valid host or port")]
    [InlineData("urls=http://localhost:80800", "has no valid host or port")]
    [InlineData("urls=http://", "has no valid host or port")]
    [InlineData("http_ports=http://localhost", "has no valid host or port")]
    [InlineData("http_ports=eighty", "has no valid host or port")]
    public void What_cannot_be_listened_at_is_named(string settings, string message) =>
        Assert.Contains(message, Assert.Single(Assert.Throws<OptionsValidationException>(() => Apply(settings)).Failures));

    /// <summary>Applies settings, each source after the other.</summary>
    private static string? Apply(params string[] sources)
    {
        var configuration = new ConfigurationManager();
        foreach (var source in sources)
            configuration.AddInMemoryCollection(
                source
                    .Split('|')
                    .Where(setting => setting.Length > 0)
                    .Select(setting => KeyValuePair.Create(setting.Split('=', 2)[0], (string?)setting.Split('=', 2)[1]))
            );
        ListenSettings.Apply(configuration);
        Assert.Equal(("", ""), (configuration["http_ports"], configuration["https_ports"]));
        return configuration["urls"];
    }
}
