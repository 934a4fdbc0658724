namespace RetailPulse.Images;

/// <summary>One attempt at one image: download, measure, sleep. Stateless, always local to the caller's silo.</summary>
[Alias("image-worker"), Version(1)]
public interface IImageWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>Downloads and measures the image at <paramref name="url"/>. The caller holds a slot. Every expected failure is an outcome.</summary>
    /// <param name="seed">Of the content's hash.</param>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    [Alias("measure")]
    Task<ImageAttempt> MeasureAsync(string url, long seed, AttemptStop stop);
}
