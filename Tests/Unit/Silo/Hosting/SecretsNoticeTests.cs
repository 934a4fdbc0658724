using RetailPulse.Silo.Hosting;

namespace RetailPulse.Tests.Unit.Silo.Hosting;

public sealed class SecretsNoticeTests
{
    [Theory]
    [InlineData("--RetailPulse:Images:HostHeaders:0:Value=Basic abc", true)]
    [InlineData("/retailpulse:images:hostheaders:12:value", true)]
    [InlineData("--RetailPulse:Analysis:Headers:0:Value=Bearer abc", true)]
    [InlineData("--RetailPulse:Analysis:Headers:0:Name=Authorization", false)]
    [InlineData("--RetailPulse:Images:HostHeaders:0:Name=Authorization", false)]
    [InlineData("--RetailPulse:Images:Slots=2", false)]
    public void A_header_on_the_command_line_is_noticed(string argument, bool noticed) =>
        Assert.Equal(noticed, SecretsNotice.GivesHeaderAway(argument));
}
