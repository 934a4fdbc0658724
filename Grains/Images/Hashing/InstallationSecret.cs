namespace RetailPulse.Grains.Images.Hashing;

/// <summary>
/// Random bytes that an installation generates once and stores in its database, shared by all silos and stable across restarts.
/// </summary>
/// <remarks>Without these bytes, no one can compute the keys that are derived from them.</remarks>
internal sealed record InstallationSecret(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Number of bytes.</summary>
    public const int Length = 32;
}
