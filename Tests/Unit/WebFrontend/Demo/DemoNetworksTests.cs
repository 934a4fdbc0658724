using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using RetailPulse.WebFrontend.Demo;

namespace RetailPulse.Tests.Unit.WebFrontend.Demo;

public sealed class DemoNetworksTests
{
    [Theory]
    [InlineData("http://localhost:8080", "127.0.0.1/32:8080", "::1/128:8080")]
    [InlineData("http://+:8080", "127.0.0.1/32:8080", "::1/128:8080")]
    [InlineData("http://0.0.0.0:8080/", "127.0.0.1/32:8080", "::1/128:8080")]
    [InlineData("http://127.0.0.1:81", "127.0.0.1/32:81")]
    [InlineData("http://[::1]:81", "::1/128:81")]
    [InlineData("http://10.1.2.3", "10.1.2.3/32:80")]
    public void The_demo_opens_where_it_listens(string listening, params string[] networks) =>
        Assert.Equal(networks, DemoNetworks.Of(listening));

    [Fact]
    public void A_port_of_0_is_chosen_first() =>
        Assert.Matches("^http://127.0.0.1:[1-9][0-9]*$", DemoNetworks.WithPort("http://127.0.0.1:0/"));

    [Fact]
    public void Configured_networks_stay_open()
    {
        var builder = WebApplication.CreateBuilder([
            "--urls=http://127.0.0.1:81",
            "--RetailPulse:Images:AllowedNetworks:1=10.0.0.0/8",
            "--RetailPulse:Images:AllowedNetworks:0=10.0.0.0/9",
        ]);
        builder.AllowOwnAddress();
        Assert.Equal(
            ["10.0.0.0/9", "10.0.0.0/8", "127.0.0.1/32:81"],
            builder.Configuration.GetSection("RetailPulse:Images:AllowedNetworks").Get<string[]>()!
        );
        Assert.Equal("http://127.0.0.1:81", builder.Configuration[WebHostDefaults.ServerUrlsKey]);
    }
}
