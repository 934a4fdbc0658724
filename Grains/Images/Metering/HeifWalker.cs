using RetailPulse.Images;
using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Walks HEIF files, which include HEIC and AVIF: ISO/IEC 23008-12 in the boxes of ISO/IEC 14496-12.</summary>
/// <remarks>
/// The size is that of the primary item as it is displayed, or that of the first track of an AVIF sequence without a primary item. The walk
/// ends after the box that contains the last data of any item.
/// </remarks>
internal sealed class HeifWalker(ForwardReader reader)
{
    // Together with the smaller arrays used while it grows, less than 1 MiB. A photograph of 48 tiles has 4 KiB, plus a color profile.
    private const int MaxMeta = 512 * 1024;
    private const int MaxBrands = 4 * 1024;

    private HeifBrands brands;
    private HeifImage? image;
    private HeifImage? movie;
    private bool hasMovie;
    private bool lacksPrimary;
    private long typeEnd;
    private long boxStart;

    public async ValueTask<WalkResult> WalkAsync()
    {
        var (type, length) = await ReadHeadAsync().ConfigureAwait(false);
        if (type != HeifCodes.Ftyp || length is not (>= 0 and <= MaxBrands))
            return WalkResult.Corrupt;
        brands = HeifBrands.Read((await reader.ReadAsync((int)length).ConfigureAwait(false)).Span);
        typeEnd = reader.Position;
        if (!brands.Known)
            return WalkResult.Unsupported with { Format = "isobmff" };
        var finding = await WalkBoxesAsync().ConfigureAwait(false);
        return finding with { Format = brands.Format ?? finding.Format };
    }

    // After the current box was read.
    private HeifHeaders Headers => new((ulong)typeEnd, (ulong)boxStart, (ulong)reader.Position);

    private HeifImage? Shown => image ?? (lacksPrimary ? movie : null);

    private bool Whole => Shown is { } found && reader.Position >= found.End && (hasMovie || !brands.Sequence);

    private async ValueTask<WalkResult> WalkBoxesAsync()
    {
        while (!Whole && !reader.Overran)
            if (await WalkBoxAsync().ConfigureAwait(false) is { } failure)
                return failure;
        return Shown?.Result ?? WalkResult.Corrupt;
    }

    private async ValueTask<WalkResult?> WalkBoxAsync()
    {
        // A film without an image, or a complete sequence.
        if (hasMovie && Shown is null && !await reader.FillAsync(1).ConfigureAwait(false))
            return Judge(movie);
        boxStart = reader.Position;
        var (type, length) = await ReadHeadAsync().ConfigureAwait(false);
        hasMovie |= type == HeifCodes.Moov;
        if (length < 0)
            return WalkResult.Corrupt;
        if (type == HeifCodes.Meta && Shown is null && !lacksPrimary)
            return await ReadImageAsync(length).ConfigureAwait(false);
        if (type == HeifCodes.Moov && brands.TracksSuffice && image is null && length <= MaxMeta)
            return await ReadMovieAsync(length.Value).ConfigureAwait(false);
        if (length is null && (Shown ?? movie) is null)
            return WalkResult.Corrupt;
        await reader.SkipAsync(length ?? Math.Max(0, (Shown ?? movie)!.Value.End - reader.Position)).ConfigureAwait(false);
        return null;
    }

    // Data after the end of the last sample may be missing, but the sample itself may not.
    private WalkResult Judge(HeifImage? sequence) =>
        sequence switch
        {
            null => WalkResult.Unsupported,
            { } found when reader.Position < found.End => WalkResult.Truncated,
            { } found => found.Result,
        };

    private async ValueTask<WalkResult?> ReadMovieAsync(long length)
    {
        using var content = new PooledBytes();
        await reader.CopyAsync(content, length).ConfigureAwait(false);
        movie = HeifMovie.Read(content.Span, Headers);
        // After a movie box without a displayable track, the file contains nothing to display.
        return lacksPrimary && movie is null && !reader.Overran ? WalkResult.Corrupt : null;
    }

    // 14496-12, 4.2. A length of 0, here null, extends to the end of the file. A length below that of the head becomes negative.
    private async ValueTask<(uint Type, long? Length)> ReadHeadAsync()
    {
        var (length, type) = ReadHead((await reader.ReadAsync(8).ConfigureAwait(false)).Span);
        return (
            type,
            length switch
            {
                0 => null,
                1 => (long)Math.Min(ReadUInt64BigEndian((await reader.ReadAsync(8).ConfigureAwait(false)).Span), long.MaxValue) - 16,
                _ => length - 8,
            }
        );
    }

    private static (long Length, uint Type) ReadHead(ReadOnlySpan<byte> head) =>
        (ReadUInt32BigEndian(head), ReadUInt32BigEndian(head[4..]));

    private async ValueTask<WalkResult?> ReadImageAsync(long? length)
    {
        if (length > MaxMeta)
            return WalkResult.Unsupported;
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
        var read = HeifImage.Read(content.Span, Headers);
        image = read;
        // A box that extends to the end of the file can be incomplete only if the file is.
        if (length is null && read.Result.Reason == ImageReason.Corrupt)
            return WalkResult.Truncated;
        return read.Result.Reason == ImageReason.None ? null : read.Result;
    }
}
