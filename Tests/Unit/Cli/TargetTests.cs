using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>Which service is called with which key: option, environment, profile, default, in this order.</summary>
public sealed class TargetTests : IDisposable
{
    private readonly CliRun cli = new();
    private string? called;

    public TargetTests() => cli.Network = () => new Recorder(this);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task An_option_takes_precedence_over_the_environment_and_that_over_a_profile()
    {
        Assert.Equal("http://localhost:8080/ ", await CalledAsync());
        await StoreAsync("http://current.example", "rp_current");
        Assert.Equal("http://current.example/ rp_current", await CalledAsync());
        await StoreAsync("http://other.example", "rp_other", "--profile", "other");
        cli.Variables["RETAILPULSE_PROFILE"] = "other";
        Assert.Equal("http://other.example/ rp_other", await CalledAsync());
        Assert.Equal("http://current.example/ rp_current", await CalledAsync("--profile", "default"));
        cli.Variables["RETAILPULSE_URL"] = "http://variable.example";
        Assert.Equal("http://variable.example/ ", await CalledAsync());
        Assert.Equal("http://option.example/ ", await CalledAsync("--server", "http://option.example"));
        cli.Variables["RETAILPULSE_API_KEY"] = "rp_variable";
        Assert.Equal("http://option.example/ rp_variable", await CalledAsync("--server", "http://option.example"));
    }

    private async Task StoreAsync(string address, string key, params string[] more)
    {
        cli.Input = key;
        var stored = await cli.RunAsync(["login", "--server", address, .. more]);
        Assert.True(stored.Code == 0, stored.Error);
    }

    /// <summary>Returns the address and the key of a call.</summary>
    private async Task<string?> CalledAsync(params string[] options)
    {
        var result = await cli.RunAsync(["whoami", .. options]);
        Assert.True(result.Code == 0, result.Error);
        return called;
    }

    private sealed class Recorder(TargetTests test) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            test.called = $"{new Uri(request.RequestUri!, "/")} {request.Headers.Authorization?.Parameter}";
            return Task.FromResult(
                FakeService.Json("""{"tenant":"a","role":"submit","key":"Ann","quota":{},"use":{"jobs":0,"images":0}}""")
            );
        }
    }
}
