namespace RetailPulse.Grains.Network;

/// <summary>Settings that open and close networks for one kind of request.</summary>
public interface INetworkOptions
{
    /// <summary>Networks that may be reached although they are not public.</summary>
    IReadOnlyList<string> AllowedNetworks { get; }

    /// <summary>Networks that may not be reached although they are public, or lie in an allowed one.</summary>
    IReadOnlyList<string> RefusedNetworks { get; }
}
