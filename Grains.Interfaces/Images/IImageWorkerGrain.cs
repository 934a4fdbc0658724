namespace RetailPulse.Images;

/// <summary>One attempt at one image: download, measure, sleep. Stateless, always local to the caller's silo.</summary>
[Alias("image-worker"), Version(1)]
public interface IImageWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Downloads and measures the image at <paramref name="url"/>. The caller holds a place at its host; the slot is taken on the way. Every expected
    /// failure is an outcome.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    /// <remarks>A day: the attempt has limits of its own, which do not count the wait for a slot.</remarks>
    [Alias("measure"), ResponseTimeout("1.00:00:00")]
    Task<ImageAttempt> MeasureAsync(string url, AttemptStop stop);
}
