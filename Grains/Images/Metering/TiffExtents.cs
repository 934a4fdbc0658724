namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// How far an image's data reaches. Offsets and lengths are two arrays, of which either may come first: the first is kept until the
/// second passes, as far as there is room. Of a part whose length is not known, the first byte at least must be there.
/// </summary>
internal sealed class TiffExtents(TiffRoute route)
{
    private readonly List<long> kept = [];
    private bool? offsetsFirst;

    public void Plan(TiffValues offsets, TiffValues lengths)
    {
        var lengthsCome = route.CanRead(lengths);
        route.Plan(offsets, lengthsCome ? AddOffset : (_, offset) => route.Reach(offset, 1));
        route.Plan(lengths, AddLength);
    }

    private void AddOffset(long index, long offset)
    {
        if (IsFirst(isOffset: true) ? !TryKeep(offset) : index >= kept.Count)
            route.Reach(offset, 1);
        else if (offsetsFirst == false)
            Reach(index, offset, kept[(int)index]);
    }

    private void AddLength(long index, long length)
    {
        if (IsFirst(isOffset: false))
            TryKeep(length);
        else if (index < kept.Count)
            Reach(index, kept[(int)index], length);
    }

    private bool IsFirst(bool isOffset) => (offsetsFirst ??= isOffset) == isOffset;

    private bool TryKeep(long value)
    {
        var room = route.TryKeep();
        if (room)
            kept.Add(value);
        return room;
    }

    private void Reach(long index, long offset, long length)
    {
        // A part without length is left out of the file, and its offset means nothing.
        if (length > 0)
            route.Reach(offset, length);
        if (index < kept.Count - 1)
            return;
        route.Forget(kept.Count);
        kept.Clear();
    }
}
