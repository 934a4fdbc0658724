using System.Collections.Immutable;

namespace RetailPulse.Installation;

/// <summary>Derives keys from the secret of the installation, so that all front ends have the same ones. Any silo can serve it. Key: 0.</summary>
[Alias("installation"), Version(1)]
public interface IInstallationGrain : IGrainWithIntegerKey
{
    /// <summary>Returns the key of 32 bytes for a purpose. It never changes.</summary>
    /// <remarks>Timeout 5 s. The secret is in memory.</remarks>
    [Alias("key"), ResponseTimeout(ResponseTimeouts.Memory)]
    Task<ImmutableArray<byte>> GetKeyAsync(KeyPurpose purpose);
}

/// <summary>What front ends need keys for.</summary>
[GenerateSerializer, Alias("key-purpose")]
public enum KeyPurpose
{
    /// <summary>Encrypts positions in lists whose rows belong to several tenants.</summary>
    PageTokens = 0,

    /// <summary>Encrypts the sessions of the console.</summary>
    Sessions = 1,
}
