using System.Collections.Concurrent;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>Returns a 3 × 4 image at once unless configured otherwise, and counts the calls per URL.</summary>
internal sealed class FakeFetcher : IImageFetcher
{
    private int inFlight;
    private int mostInFlight;

    public ConcurrentDictionary<string, int> Calls { get; } = [];

    public int InFlight => Volatile.Read(ref inFlight);

    public int MostInFlight => mostInFlight;

    /// <summary>What to answer for a URL and the number of the call for it, from 1.</summary>
    public Func<string, int, ImageOutcome> Answer { get; set; } = (_, _) => Sound;

    /// <summary>Body of a URL, for a call that wants a copy of it.</summary>
    public Func<string, byte[]> Body { get; set; } = _ => [];

    /// <summary>Holds every fetch back until it is completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>The URLs for which <see cref="Gate"/> holds.</summary>
    public Func<string, bool> Gated { get; set; } = _ => true;

    public static ImageOutcome Sound => new(ImageReason.None, "png", 3, 4, 100, TimeSpan.Zero);

    public async Task<ImageAttempt> FetchAsync(Uri url, ImageCall image, CancellationToken cancellationToken)
    {
        // Like one whose body is read.
        await image.AcquireSlotAsync(cancellationToken).ConfigureAwait(false);
        var call = Calls.AddOrUpdate(url.ToString(), 1, (_, calls) => calls + 1);
        var now = Interlocked.Increment(ref inFlight);
        for (var most = mostInFlight; now > most; most = mostInFlight)
            Interlocked.CompareExchange(ref mostInFlight, now, most);
        try
        {
            if (Gated(url.ToString()))
                await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            var outcome = Answer(url.ToString(), call);
            if (outcome.Reason is not (ImageReason.Dns or ImageReason.Connect or ImageReason.Tls or ImageReason.Timeout))
                image.Respond();
            image.Copy?.Append(Body(url.ToString()));
            return new ImageAttempt(outcome);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }
}
