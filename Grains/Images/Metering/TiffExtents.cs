namespace RetailPulse.Grains.Images.Metering;

/// <summary>Determines the end of an image's data.</summary>
/// <remarks>
/// Offsets and lengths are two arrays, and either may come first. The first is kept until the second is read, as far as there is room. Of a
/// part whose length is unknown, at least the first byte must exist.
/// </remarks>
internal sealed class TiffExtents(TiffRoute route)
{
    private readonly List<long> kept = [];
    private bool? offsetsFirst;
    private ulong parts;
    private ulong emptyParts;

    /// <summary>Whether all lengths have been read, and all of them are 0. Some of a sparse file are.</summary>
    public bool Empty => parts > 0 && emptyParts == parts;

    public void Plan(TiffValues offsets, TiffValues lengths)
    {
        parts = lengths.Count;
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
        if (length == 0)
            emptyParts++;
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
        // A part of length 0 is not in the file, and its offset is meaningless.
        if (length > 0)
            route.Reach(offset, length);
        if (index < kept.Count - 1)
            return;
        route.Forget(kept.Count);
        kept.Clear();
    }
}
