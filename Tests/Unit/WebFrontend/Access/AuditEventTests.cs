using System.Net;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed class AuditEventTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    [InlineData("fe80::1%3", "fe80::/64")]
    public void Addresses_of_one_client_count_as_one(string address, string network) =>
        Assert.Equal(network, AuditEvent.NetworkOf(IPAddress.Parse(address)));
}
