using RetailPulse.WebFrontend;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.Unit.WebFrontend;

public sealed class CommandLineTests
{
    [Fact]
    public void Switches_are_not_settings()
    {
        var line = CommandLine.Parse([
            "--demo",
            "--RetailPulse:Images:Slots=2",
            "--once",
            "--new-key",
            "--check",
            "--urls",
            "http://localhost:9",
        ]);
        Assert.True(line is { Demo: true, Once: true, Help: false, HealthCheck: false, Check: true, NewKey: true });
        Assert.Equal(["--RetailPulse:Images:Slots=2", "--urls", "http://localhost:9"], line.Settings);
    }

    [Theory]
    [InlineData("http://+:8080", "http://localhost:8080/")]
    [InlineData("http://*:8080", "http://localhost:8080/")]
    [InlineData("http://0.0.0.0:8080", "http://localhost:8080/")]
    [InlineData("http://[::]:8080", "http://localhost:8080/")]
    [InlineData("http://127.0.0.1:5001", "http://127.0.0.1:5001/")]
    public void A_listening_address_is_called_from_this_machine(string listening, string called) =>
        Assert.Equal(called, ListeningAddress.ForThisMachine(listening).ToString());
}
