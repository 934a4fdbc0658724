using System.Collections.Immutable;

namespace RetailPulse.Images;

/// <summary>Decides which hosts may receive image requests and webhooks. Any silo can serve it. Key: 0.</summary>
[Alias("image-host-check"), Version(1)]
public interface IImageHostGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Returns the <paramref name="hosts"/> (at most 10,000) whose images would fail with <see cref="ImageReason.RefusedAddress"/>.
    /// Names are not resolved.
    /// </summary>
    /// <remarks>Timeout 5 s: it only reads settings.</remarks>
    [Alias("refused"), ResponseTimeout(ResponseTimeouts.Memory)]
    ValueTask<ImmutableArray<ImageHost>> FindRefusedAsync(ImmutableArray<ImageHost> hosts);

    /// <summary>
    /// Returns the <paramref name="hosts"/> (at most 10,000) to which webhooks would not be sent. Names are not resolved.
    /// </summary>
    /// <remarks>Timeout 5 s: it only reads settings.</remarks>
    [Alias("refused-receivers"), ResponseTimeout(ResponseTimeouts.Memory)]
    ValueTask<ImmutableArray<ImageHost>> FindRefusedReceiversAsync(ImmutableArray<ImageHost> hosts);
}

/// <summary>A host and port that images are fetched from.</summary>
/// <param name="Address">Host name, or an IP address in any notation.</param>
[GenerateSerializer, Immutable, Alias("image-host")]
public readonly record struct ImageHost([property: Id(0)] string Address, [property: Id(1)] int Port);
