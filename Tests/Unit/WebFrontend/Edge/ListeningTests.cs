using Microsoft.Extensions.Configuration;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.Unit.WebFrontend.Edge;

public sealed class ListeningTests
{
    [Theory]
    [InlineData("urls", "http://localhost:8080")]
    [InlineData("urls", "http://127.0.0.1:8080;http://[::1]:8080;https://LOCALHOST:1")]
    [InlineData("urls", "http://127.9.9.9:0/")]
    [InlineData("urls", "http://unix:/run/retailpulse.sock")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:1")]
    public void Loopback_is_this_machine(string key, string value) => Assert.Null(Find((key, value)));

    [Theory]
    [InlineData("urls", "http://*:8080", "http://*:8080")]
    [InlineData("urls", "http://localhost:8080; http://+:8081", "http://+:8081")]
    [InlineData("urls", "http://0.0.0.0:8080", "http://0.0.0.0:8080")]
    [InlineData("urls", "http://[::]:8080", "http://[::]:8080")]
    [InlineData("urls", "http://10.0.0.5:8080", "http://10.0.0.5:8080")]
    [InlineData("urls", "https://shop.example", "https://shop.example")]
    [InlineData("urls", "http://localhost.example:8080", "http://localhost.example:8080")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://*:1", "http://*:1")]
    public void Everything_else_is_wider(string key, string value, string found) => Assert.Equal(found, Find((key, value)));

    [Fact]
    public void Hosts_are_named_without_wildcards() =>
        Assert.Equal(
            ["localhost", "10.0.0.5", "[::1]"],
            Listening.Hosts(
                Configuration(
                    (
                        "urls",
                        "http://localhost:1;http://*:2;http://0.0.0.0:3;http://[::]:4;http://10.0.0.5:5;http://[::1]:6;http://unix:/run/retailpulse.sock"
                    )
                )
            )
        );

    private static string? Find(params (string Key, string Value)[] settings) => Listening.FindBeyondLoopback(Configuration(settings));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
