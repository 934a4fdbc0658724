using RetailPulse.Silo.Settings;

namespace RetailPulse.Tests.Unit.Silo.Settings;

public sealed class ArgumentCheckTests
{
    private static readonly string[] Switches = ["--demo", "--once", "--help", "-h", "--healthcheck", "--new-key"];

    [Theory]
    [InlineData("--dmo is neither a switch nor a setting; did you mean --demo?", "--dmo")]
    [InlineData("--port is neither a switch nor a setting; did you mean --urls=http://localhost:PORT?", "--port", "8080")]
    [InlineData("--port is neither", "--port=8080")]
    [InlineData("-x is neither", "-x")]
    [InlineData("did you mean --help?", "--hlep")]
    [InlineData("did you mean --healthcheck?", "--health-check")]
    [InlineData("did you mean --urls?", "--url=http://localhost:1")]
    [InlineData("did you mean --RetailPulse:Images:Slots?", "--slots=5")]
    [InlineData("did you mean --RetailPulse:Images:Slots?", "--RetailPulse.Images.Slots=5")]
    [InlineData("did you mean --demo?", "demo")]
    [InlineData("did you mean --demo?", "--demo=true")]
    [InlineData("--tenant is neither", "--tenant=acme")]
    [InlineData("--urls has no value; write --urls=VALUE.", "--urls")]
    public void An_argument_that_would_be_skipped_is_refused(string message, params string[] arguments) =>
        Assert.Contains(message, ArgumentCheck.Problems(arguments, Switches).First());

    [Theory]
    [InlineData("--RetailPulse:Images:Slots=2")]
    [InlineData("--RetailPulse:Images:Slots", "2")]
    [InlineData("/RetailPulse:Images:Slots=2")]
    [InlineData("RetailPulse:Images:Slots=2")]
    [InlineData("--urls", "http://localhost:1", "--Urls=http://localhost:2")]
    [InlineData("--Logging:LogLevel:Default=Debug", "--Kestrel:Endpoints:Http:Url=http://localhost:3")]
    [InlineData("--RetailPulse=", "--Logging:LogLevel=", "--ConnectionStrings=")]
    [InlineData("--environment=Development", "--contentRoot=/", "--applicationName=x")]
    public void A_setting_is_accepted_in_every_form_of_the_framework(params string[] arguments) =>
        Assert.Empty(ArgumentCheck.Problems(arguments, Switches));

    [Fact]
    public void A_value_that_may_be_secret_is_not_repeated() =>
        Assert.DoesNotContain("hunter2", Assert.Single(ArgumentCheck.Problems(["--password=hunter2"], Switches)));
}
