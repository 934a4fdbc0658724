using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Orleans.Concurrency;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Installation;

namespace RetailPulse.Grains.Installation;

/// <summary>Runs on the silo that receives the call, because all silos have the same secret.</summary>
[StatelessWorker, Reentrant]
internal sealed class InstallationGrain(InstallationSecret secret) : Grain, IInstallationGrain
{
    private const int KeyBytes = 32;

    public Task<ImmutableArray<byte>> GetKeyAsync(KeyPurpose purpose) =>
        Task.FromResult(
            ImmutableCollectionsMarshal.AsImmutableArray(
                HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.Bytes.ToArray(), KeyBytes, info: Encoding.UTF8.GetBytes(TextOf(purpose)))
            )
        );

    /// <summary>Returns the text from which a key is derived. With another text, front ends do not accept what they have encrypted.</summary>
    private static string TextOf(KeyPurpose purpose) =>
        purpose switch
        {
            KeyPurpose.PageTokens => "RetailPulse page tokens 1",
            KeyPurpose.Sessions => "RetailPulse sessions 1",
            _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "Not a purpose."),
        };
}
