namespace RetailPulse.Grains.Network;

/// <summary>The settings that allow and refuse networks for one kind of request.</summary>
public interface INetworkOptions
{
    /// <summary>Networks that may be connected to although they are not public.</summary>
    IReadOnlyList<string> AllowedNetworks { get; }

    /// <summary>Networks that may not be connected to although they are public or part of an allowed one.</summary>
    IReadOnlyList<string> RefusedNetworks { get; }
}
