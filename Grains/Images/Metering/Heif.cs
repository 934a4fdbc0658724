using RetailPulse.Images;
using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// HEIC and AVIF, which are HEIF: ISO/IEC 23008-12 in the boxes of ISO/IEC 14496-12. The size is the primary item's, as it is shown, or
/// that of the first track of an AVIF sequence without one. The walk ends with the box that holds the furthest data of any item.
/// </summary>
internal sealed class Heif(ForwardReader reader)
{
    // With the smaller arrays that it grows out of, below 1 MiB. A photograph of 48 tiles has 4 KiB, and a color profile is here too.
    private const int MaxMeta = 512 * 1024;
    private const int MaxBrands = 4 * 1024;

    private HeifBrands brands;
    private HeifImage? image;
    private HeifImage? movie;
    private bool hasMovie;
    private bool lacksPrimary;

    public async ValueTask<Finding> WalkAsync()
    {
        var (type, length) = await TakeHeadAsync().ConfigureAwait(false);
        if (type != HeifCodes.Ftyp || length is not (>= 0 and <= MaxBrands))
            return Finding.Corrupt;
        brands = HeifBrands.Read((await reader.TakeAsync((int)length).ConfigureAwait(false)).Span);
        if (!brands.Known)
            return Finding.Unsupported with { Format = "isobmff" };
        var finding = await WalkBoxesAsync().ConfigureAwait(false);
        return finding with { Format = brands.Format ?? finding.Format };
    }

    private HeifImage? Shown => image ?? (lacksPrimary ? movie : null);

    private bool Whole => Shown is { } found && reader.Position >= found.End && (hasMovie || !brands.Sequence);

    private async ValueTask<Finding> WalkBoxesAsync()
    {
        while (!Whole && !reader.Overran)
            if (await WalkBoxAsync().ConfigureAwait(false) is { } failure)
                return failure;
        return Shown?.Finding ?? Finding.Corrupt;
    }

    private async ValueTask<Finding?> WalkBoxAsync()
    {
        // A film without a single image, or a sequence that is whole.
        if (hasMovie && Shown is null && !await reader.FillAsync(1).ConfigureAwait(false))
            return Judge(movie);
        var (type, length) = await TakeHeadAsync().ConfigureAwait(false);
        hasMovie |= type == HeifCodes.Moov;
        if (length < 0)
            return Finding.Corrupt;
        if (type == HeifCodes.Meta && Shown is null && !lacksPrimary)
            return await ReadImageAsync(length).ConfigureAwait(false);
        if (type == HeifCodes.Moov && brands.TracksSuffice && image is null && length <= MaxMeta)
            return await ReadMovieAsync(length.Value).ConfigureAwait(false);
        if (length is null && (Shown ?? movie) is null)
            return Finding.Corrupt;
        await reader.SkipAsync(length ?? Math.Max(0, (Shown ?? movie)!.Value.End - reader.Position)).ConfigureAwait(false);
        return null;
    }

    // What follows the end of the last sample may be missing, but not the sample.
    private Finding Judge(HeifImage? sequence) => sequence switch
    {
        null => Finding.Unsupported,
        { } found when reader.Position < found.End => Finding.Truncated,
        { } found => found.Finding,
    };

    private async ValueTask<Finding?> ReadMovieAsync(long length)
    {
        using var content = new PooledBytes();
        await reader.CopyAsync(content, length).ConfigureAwait(false);
        movie = HeifMovie.Read(content.Span);
        // Nothing that could be shown comes after a movie box that shows nothing.
        return lacksPrimary && movie is null && !reader.Overran ? Finding.Corrupt : null;
    }

    // 14496-12, 4.2. A length of 0, here null, reaches to the end of the file; one below the head's own comes out negative.
    private async ValueTask<(uint Type, long? Length)> TakeHeadAsync()
    {
        var (length, type) = ReadHead((await reader.TakeAsync(8).ConfigureAwait(false)).Span);
        return (type, length switch
        {
            0 => null,
            1 => (long)Math.Min(ReadUInt64BigEndian((await reader.TakeAsync(8).ConfigureAwait(false)).Span), long.MaxValue) - 16,
            _ => length - 8,
        });
    }

    private static (long Length, uint Type) ReadHead(ReadOnlySpan<byte> head) =>
        (ReadUInt32BigEndian(head), ReadUInt32BigEndian(head[4..]));

    private async ValueTask<Finding?> ReadImageAsync(long? length)
    {
        if (length > MaxMeta)
            return Finding.Corrupt;
        using var content = new PooledBytes();
        if (length is { } known)
            await reader.CopyAsync(content, known).ConfigureAwait(false);
        else
            await reader.CopyRestAsync(content, MaxMeta).ConfigureAwait(false);
        if (brands.TracksSuffice && HeifMeta.LacksPrimary(content.Span))
        {
            lacksPrimary = true;
            return null;
        }
        var read = HeifImage.Read(content.Span);
        image = read;
        // What ends where the file does can only be incomplete because the file is.
        if (length is null && read.Finding.Reason == ImageReason.Corrupt)
            return Finding.Truncated;
        return read.Finding.Reason == ImageReason.None ? null : read.Finding;
    }
}
