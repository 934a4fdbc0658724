using System.Net;
using System.Numerics;
using CsCheck;
using RetailPulse.Grains.Network;

namespace RetailPulse.Tests.Unit.Grains.Network;

public sealed class AddressRulesTests
{
    /// <summary>Networks, and whether the address before the first and the one after the last may be reached.</summary>
    public static TheoryData<string, bool, bool> Refused =>
        new()
        {
            { "0.0.0.0/8", false, true },
            { "10.0.0.0/8", true, true },
            { "100.64.0.0/10", true, true },
            { "127.0.0.0/8", true, true },
            { "168.63.129.16/32", true, true },
            { "169.254.0.0/16", true, true },
            { "172.16.0.0/12", true, true },
            { "192.0.0.0/24", true, true },
            { "192.0.2.0/24", true, true },
            { "192.88.99.0/24", true, true },
            { "192.168.0.0/16", true, true },
            { "198.18.0.0/15", true, true },
            { "198.51.100.0/24", true, true },
            { "203.0.113.0/24", true, true },
            { "224.0.0.0/4", true, false },
            { "240.0.0.0/4", false, false },
            { "::/128", false, false },
            { "::1/128", false, false },
            { "::/96", false, false },
            { "::ffff:0:0/96", false, false },
            { "::ffff:0:0:0/96", false, false },
            { "64:ff9b::/96", false, false },
            { "64:ff9b:1::/48", false, false },
            { "100::/64", false, false },
            { "::/3", false, true },
            { "2001::/23", true, true },
            { "2001::/32", true, false },
            { "2001:2::/48", false, false },
            { "2001:db8::/32", true, true },
            { "2002::/16", true, true },
            { "3ffe::/16", true, false },
            { "3fff::/20", false, true },
            { "4000::/2", true, false },
            { "5f00::/16", false, false },
            { "fc00::/7", false, false },
            { "fe80::/10", false, false },
            { "fec0::/10", false, false },
            { "ff00::/8", false, false },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_network_is_refused_from_its_first_address_to_its_last(string network, bool before, bool after)
    {
        var (first, last) = Edges(IPNetwork.Parse(network));
        Assert.False(AddressRules.IsGloballyRoutable(first), $"{first}");
        Assert.False(AddressRules.IsGloballyRoutable(last), $"{last}");
        Assert.Equal(before, Step(first, -1) is { } previous && AddressRules.IsGloballyRoutable(previous));
        Assert.Equal(after, Step(last, 1) is { } next && AddressRules.IsGloballyRoutable(next));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_network_is_refused_throughout(string network, bool before, bool after)
    {
        _ = (before, after);
        var (first, last) = Edges(IPNetwork.Parse(network));
        var size = (double)(Number(last) - Number(first));
        Gen.Double[0, 1].Sample(part => !AddressRules.IsGloballyRoutable(At(Number(first) + (BigInteger)(size * part), first)));
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("100.100.100.200")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    public void The_metadata_of_clouds_are_refused(string address) =>
        Assert.False(AddressRules.IsGloballyRoutable(IPAddress.Parse(address)));

    [Theory]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("64:ff9b:1::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("2400:cb00::5efe:8.8.8.8")]
    [InlineData("2400:cb00::200:5efe:10.0.0.1")]
    public void Every_address_inside_another_is_refused(string address) =>
        Assert.False(AddressRules.IsGloballyRoutable(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("100.63.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("2000::1")]
    [InlineData("2400:cb00:2048:1::c629:d7a2")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("2400:cb00::1:5efe:808:808")]
    public void The_public_internet_is_reached(string address) => Assert.True(AddressRules.IsGloballyRoutable(IPAddress.Parse(address)));

    private static (IPAddress First, IPAddress Last) Edges(IPNetwork network)
    {
        var bits = network.BaseAddress.GetAddressBytes().Length * 8;
        var size = BigInteger.One << (bits - network.PrefixLength);
        return (network.BaseAddress, At(Number(network.BaseAddress) + size - 1, network.BaseAddress));
    }

    private static IPAddress? Step(IPAddress from, int by)
    {
        var to = Number(from) + by;
        return to < 0 || to >= BigInteger.One << (from.GetAddressBytes().Length * 8) ? null : At(to, from);
    }

    private static BigInteger Number(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    private static IPAddress At(BigInteger number, IPAddress sameFamily)
    {
        var bytes = new byte[sameFamily.GetAddressBytes().Length];
        var digits = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return new IPAddress(bytes);
    }
}
