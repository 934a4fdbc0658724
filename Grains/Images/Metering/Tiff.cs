using RetailPulse.Images;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// TIFF 6.0 (Adobe, 1992) and BigTIFF (AWare Systems, 2007). The size is the first directory's. Directories, the arrays that say where
/// the pixels are, and the pixels lie in any order, and the stream is read once: pixels that come before their directory are passed
/// unseen, and are there because the directory is; everything after it is walked to its furthest end.
/// </summary>
internal sealed class Tiff
{
    private const int BigVersion = 43;

    // The most that the two bytes of a classic directory can say.
    private const int MaxEntries = 65_535;

    private readonly ForwardReader reader;
    private readonly TiffRoute route;
    private TiffEncoding encoding;

    private Tiff(ForwardReader reader, TiffRoute route) => (this.reader, this.route) = (reader, route);

    public static async ValueTask<Finding> WalkAsync(ForwardReader reader)
    {
        using var route = new TiffRoute(reader);
        return await new Tiff(reader, route).WalkAsync().ConfigureAwait(false);
    }

    private async ValueTask<Finding> WalkAsync()
    {
        encoding = ReadEncoding((await reader.TakeAsync(4).ConfigureAwait(false)).Span);
        if (encoding.Big && !IsBigHead((await reader.TakeAsync(4).ConfigureAwait(false)).Span))
            return Finding.Corrupt;
        var first = await TakeOffsetAsync().ConfigureAwait(false);
        if (!route.IsAhead(first))
            return Finding.Corrupt;
        await route.StartAsync(first).ConfigureAwait(false);
        var finding = await WalkFirstAsync().ConfigureAwait(false);
        if (finding.Reason == ImageReason.None)
            await route.TravelAsync().ConfigureAwait(false);
        return finding;
    }

    private static TiffEncoding ReadEncoding(ReadOnlySpan<byte> head) => new(head[0] == 'M', head[2] + head[3] == BigVersion);

    // Offsets are of 8 bytes, and what follows is 0.
    private bool IsBigHead(ReadOnlySpan<byte> head) => encoding.Read(head[..2]) == 8 && encoding.Read(head[2..]) == 0;

    private async ValueTask<long> TakeOffsetAsync() =>
        encoding.ReadOffset((await reader.TakeAsync(encoding.OffsetLength).ConfigureAwait(false)).Span);

    private async ValueTask<Finding> WalkFirstAsync()
    {
        var start = reader.Position;
        if (await TakeDirectoryAsync().ConfigureAwait(false) is not { } directory)
            return Finding.Corrupt;
        if (directory.RawFormat is { } raw)
            return Finding.Unsupported with { Format = raw };
        if (directory.Size is not { } size)
            return Finding.Corrupt;
        if (!size.Allowed)
            return Finding.TooLarge;
        if (!directory.Covers(size) || directory.HoldsItsOwnValues(start, reader.Position))
            return Finding.Corrupt;
        await PlanNextAsync().ConfigureAwait(false);
        return Finding.Sound(size);
    }

    // A further image decides nothing but where the file ends.
    private async ValueTask WalkFurtherAsync()
    {
        if (await TakeDirectoryAsync().ConfigureAwait(false) is not null)
            await PlanNextAsync().ConfigureAwait(false);
    }

    // What Exif's directories call the next one is often nonsense.
    private async ValueTask WalkBranchAsync()
    {
        if (await TakeDirectoryAsync().ConfigureAwait(false) is not null)
            await TakeOffsetAsync().ConfigureAwait(false);
    }

    // 0 is none. A directory further back has been passed, as in a loop it always has.
    private async ValueTask PlanNextAsync() => route.Plan(await TakeOffsetAsync().ConfigureAwait(false), WalkFurtherAsync);

    private async ValueTask<TiffDirectory?> TakeDirectoryAsync()
    {
        var directory = new TiffDirectory();
        var count = encoding.Read((await reader.TakeAsync(encoding.CountLength).ConfigureAwait(false)).Span);
        if (count is 0 or > MaxEntries)
            return null;
        for (; count > 0 && !reader.Overran; count--)
            directory.Add(encoding, (await reader.TakeAsync(encoding.EntryLength).ConfigureAwait(false)).Span);
        Follow(directory);
        return directory;
    }

    private void Follow(TiffDirectory directory)
    {
        route.Reach(directory.End, 0);
        foreach (var (offsets, lengths) in directory.Data)
            new TiffExtents(route).Plan(offsets, lengths);
        directory.UnmeasuredStrip?.Plan(route);
        foreach (var child in directory.Children)
            route.Plan(child, (_, offset) => route.Plan(offset, WalkBranchAsync));
    }
}
