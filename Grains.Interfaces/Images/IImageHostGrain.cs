using System.Collections.Immutable;

namespace RetailPulse.Images;

/// <summary>Which hosts images may be fetched from, and webhooks sent to. Any silo does. Key: 0.</summary>
[Alias("image-host-check"), Version(1)]
public interface IImageHostGrain : IGrainWithIntegerKey
{
    /// <summary>Those of <paramref name="hosts"/> (at most 10,000) whose images would fail with <see cref="ImageReason.RefusedAddress"/>. Names are not resolved.</summary>
    /// <remarks>5 s: it looks at settings only.</remarks>
    [Alias("refused"), ResponseTimeout("00:00:05")]
    ValueTask<ImmutableArray<ImageHost>> FindRefusedAsync(ImmutableArray<ImageHost> hosts);

    /// <summary>Those of <paramref name="hosts"/> (at most 10,000) whose webhooks would not be sent. Names are not resolved.</summary>
    /// <remarks>5 s: it looks at settings only.</remarks>
    [Alias("refused-receivers"), ResponseTimeout("00:00:05")]
    ValueTask<ImmutableArray<ImageHost>> FindRefusedReceiversAsync(ImmutableArray<ImageHost> hosts);
}

/// <summary>Where an image is fetched from.</summary>
/// <param name="Address">An IP address, in any form, or a name.</param>
[GenerateSerializer, Immutable, Alias("image-host")]
public readonly record struct ImageHost([property: Id(0)] string Address, [property: Id(1)] int Port);
