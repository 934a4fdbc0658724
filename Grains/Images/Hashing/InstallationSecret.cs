namespace RetailPulse.Grains.Images.Hashing;

/// <summary>
/// Random bytes that an installation draws once and keeps in its database, so that all of its silos share them and a restart changes nothing. Nobody
/// outside the installation can compute what is derived from them.
/// </summary>
internal sealed record InstallationSecret(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Number of bytes.</summary>
    public const int Length = 32;
}
