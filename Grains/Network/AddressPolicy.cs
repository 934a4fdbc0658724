using System.Net;

namespace RetailPulse.Grains.Network;

/// <summary>
/// Which addresses may be connected to: those that <see cref="AddressRules"/> let everybody reach, unless they are this machine's own, and those that a
/// setting opens; but none that a setting refuses.
/// </summary>
internal sealed class AddressPolicy(INetworkOptions options, OwnAddresses own)
{
    private readonly NetworkRule[] allowed = [.. options.AllowedNetworks.Select(Parse)];
    private readonly NetworkRule[] refused = [.. options.RefusedNetworks.Select(Parse)];

    /// <summary>Whether a setting opens any network.</summary>
    public bool HasAllowedNetworks => allowed.Length > 0;

    /// <summary>Whether the address may be connected to.</summary>
    public bool Allows(IPAddress address, int port) => !IsRefused(address, port) && (IsPublic(address) || IsAllowed(address, port));

    /// <summary>Whether everybody may connect to the address, regardless of settings.</summary>
    public bool AllowsEveryone(IPAddress address, int port) => !IsRefused(address, port) && IsPublic(address);

    /// <summary>Whether a setting opens the address.</summary>
    public bool IsAllowed(IPAddress address, int port) => Array.Exists(allowed, network => network.Contains(address, port));

    private bool IsPublic(IPAddress address) => AddressRules.IsGloballyRoutable(address) && !own.Contain(address);

    /// <summary>A refusal holds for the IPv6 form of an address too, which may have been opened.</summary>
    private bool IsRefused(IPAddress address, int port)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(refused, network => network.Contains(address, port) || network.Contains(plain, port));
    }

    private static NetworkRule Parse(string entry) =>
        NetworkRule.TryParse(entry, out var network) ? network : throw new FormatException($"'{entry}' is not a network.");
}
