using System.Net;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Which addresses may be connected to: those that <see cref="AddressRules"/> let everybody reach, and those that a setting opens.</summary>
internal sealed class AddressGate(ImagesOptions options)
{
    private readonly AllowedNetwork[] allowed = [.. options.AllowedNetworks.Select(Parse)];

    public bool Opens(IPAddress address, int port) =>
        AddressRules.IsGloballyRoutable(address) || Array.Exists(allowed, network => network.Contains(address, port));

    private static AllowedNetwork Parse(string entry) =>
        AllowedNetwork.TryParse(entry, out var network) ? network : throw new FormatException($"'{entry}' is no network.");
}
