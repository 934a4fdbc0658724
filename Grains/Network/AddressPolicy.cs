using System.Net;

namespace RetailPulse.Grains.Network;

/// <summary>Decides which addresses may be connected to.</summary>
/// <remarks>
/// These are the addresses that <see cref="AddressRules"/> allow everyone, except this machine's own, and those in allowed networks.
/// Addresses in refused networks are never allowed.
/// </remarks>
internal sealed class AddressPolicy(INetworkOptions options, OwnAddresses own)
{
    private readonly NetworkRule[] allowed = [.. options.AllowedNetworks.Select(Parse)];
    private readonly NetworkRule[] refused = [.. options.RefusedNetworks.Select(Parse)];

    /// <summary>Whether the settings allow any network.</summary>
    public bool HasAllowedNetworks => allowed.Length > 0;

    /// <summary>Returns whether the address may be connected to.</summary>
    public bool Allows(IPAddress address, int port) => !IsRefused(address, port) && (IsPublic(address) || IsAllowed(address, port));

    /// <summary>Returns whether the address may be connected to even without allowed networks.</summary>
    public bool AllowsEveryone(IPAddress address, int port) => !IsRefused(address, port) && IsPublic(address);

    /// <summary>Returns whether the address is in an allowed network.</summary>
    public bool IsAllowed(IPAddress address, int port) => Array.Exists(allowed, network => network.Contains(address, port));

    private bool IsPublic(IPAddress address) => AddressRules.IsGloballyRoutable(address) && !own.Contain(address);

    /// <summary>
    /// Returns whether the address is in a refused network, directly or in its IPv6 form, which may be in an allowed one.
    /// </summary>
    private bool IsRefused(IPAddress address, int port)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(refused, network => network.Contains(address, port) || network.Contains(plain, port));
    }

    private static NetworkRule Parse(string entry) =>
        NetworkRule.TryParse(entry, out var network) ? network : throw new FormatException($"'{entry}' is not a network.");
}
