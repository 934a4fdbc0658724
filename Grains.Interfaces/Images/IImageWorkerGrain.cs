namespace RetailPulse.Images;

/// <summary>Makes one attempt at one image: download, measure, analyze. Stateless; always runs on the caller's silo.</summary>
[Alias("image-worker"), Version(1)]
public interface IImageWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>Downloads, measures and analyzes the image at <paramref name="url"/>. Every expected failure is returned as an outcome.</summary>
    /// <exception cref="OperationCanceledException">The attempt was aborted.</exception>
    /// <remarks>
    /// The caller already holds an entry in the host's queue; the slot is acquired during the call. Timeout one day: the attempt has its
    /// own limits, which do not include the wait for a slot.
    /// </remarks>
    [Alias("measure"), ResponseTimeout("1.00:00:00")]
    Task<ImageAttempt> MeasureAsync(string url, AttemptStop stop);
}
