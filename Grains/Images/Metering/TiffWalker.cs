using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Walks files of TIFF 6.0 (Adobe, 1992) and BigTIFF (AWare Systems, 2007).</summary>
/// <remarks>
/// The size is that of the first directory. Directories, the arrays with the locations of the pixels, and the pixels may be in any order,
/// but the stream is read only once. Pixels before their directory are skipped: they exist because the directory after them does.
/// Everything after the directory is walked to its end.
/// </remarks>
internal sealed class TiffWalker
{
    private const int BigVersion = 43;

    // Maximum of the two-byte count of a classic directory.
    private const int MaxEntries = 65_535;

    private readonly ForwardReader reader;
    private readonly TiffRoute route;
    private TiffEncoding encoding;

    // The parts of the first directory, of which at least one must have pixels.
    private List<TiffExtents>? parts;

    private TiffWalker(ForwardReader reader, TiffRoute route) => (this.reader, this.route) = (reader, route);

    public static async ValueTask<WalkResult> WalkAsync(ForwardReader reader)
    {
        using var route = new TiffRoute(reader);
        return await new TiffWalker(reader, route).WalkAsync().ConfigureAwait(false);
    }

    private async ValueTask<WalkResult> WalkAsync()
    {
        encoding = ReadEncoding((await reader.ReadAsync(4).ConfigureAwait(false)).Span);
        if (encoding.Big && !IsBigHead((await reader.ReadAsync(4).ConfigureAwait(false)).Span))
            return WalkResult.Corrupt;
        var first = await ReadOffsetAsync().ConfigureAwait(false);
        if (!route.IsAhead(first))
            return WalkResult.Corrupt;
        await route.StartAsync(first).ConfigureAwait(false);
        var finding = await WalkFirstAsync().ConfigureAwait(false);
        if (finding.Reason != ImageReason.None)
            return finding;
        await route.TravelAsync().ConfigureAwait(false);
        return parts?.TrueForAll(part => part.Empty) == true ? WalkResult.Truncated : finding;
    }

    private static TiffEncoding ReadEncoding(ReadOnlySpan<byte> head) => new(head[0] == 'M', head[2] + head[3] == BigVersion);

    // Offsets have 8 bytes, and the next field is 0.
    private bool IsBigHead(ReadOnlySpan<byte> head) => encoding.Read(head[..2]) == 8 && encoding.Read(head[2..]) == 0;

    private async ValueTask<long> ReadOffsetAsync() =>
        encoding.ReadOffset((await reader.ReadAsync(encoding.OffsetLength).ConfigureAwait(false)).Span);

    private async ValueTask<WalkResult> WalkFirstAsync()
    {
        var start = reader.Position;
        if (await ReadDirectoryAsync().ConfigureAwait(false) is not var (directory, data))
            return WalkResult.Corrupt;
        if (directory.RawFormat is { } raw)
            return WalkResult.Unsupported with { Format = raw };
        if (directory.Size is not { } size)
            return WalkResult.Corrupt;
        if (!size.Allowed)
            return WalkResult.TooLarge;
        if (!directory.Covers(size) || directory.HoldsItsOwnValues(start, reader.Position))
            return WalkResult.Corrupt;
        if (directory.OnlyStrip is { } strip)
            strip.Plan(route);
        else
            parts = data;
        await PlanNextAsync().ConfigureAwait(false);
        return WalkResult.Sound(size);
    }

    // A further image affects only the end of the file.
    private async ValueTask WalkFurtherAsync()
    {
        if (await ReadDirectoryAsync().ConfigureAwait(false) is not null)
            await PlanNextAsync().ConfigureAwait(false);
    }

    // In Exif directories, the offset of the next directory is often invalid.
    private async ValueTask WalkBranchAsync()
    {
        if (await ReadDirectoryAsync().ConfigureAwait(false) is not null)
            await ReadOffsetAsync().ConfigureAwait(false);
    }

    // 0 means none. A directory at a lower offset has been passed already, which is always the case in a loop.
    private async ValueTask PlanNextAsync() => route.Plan(await ReadOffsetAsync().ConfigureAwait(false), WalkFurtherAsync);

    private async ValueTask<(TiffDirectory Directory, List<TiffExtents> Data)?> ReadDirectoryAsync()
    {
        var directory = new TiffDirectory();
        var count = encoding.Read((await reader.ReadAsync(encoding.CountLength).ConfigureAwait(false)).Span);
        if (count is 0 or > MaxEntries)
            return null;
        for (; count > 0 && !reader.Overran; count--)
            directory.Add(encoding, (await reader.ReadAsync(encoding.EntryLength).ConfigureAwait(false)).Span);
        return (directory, Follow(directory));
    }

    private List<TiffExtents> Follow(TiffDirectory directory)
    {
        var data = new List<TiffExtents>();
        route.Reach(directory.End, 0);
        foreach (var (offsets, lengths) in directory.Data)
        {
            var extents = new TiffExtents(route);
            extents.Plan(offsets, lengths);
            data.Add(extents);
        }

        directory.UnmeasuredStrip?.Plan(route);
        foreach (var child in directory.Children)
            route.Plan(child, (_, offset) => route.Plan(offset, WalkBranchAsync));
        return data;
    }
}
