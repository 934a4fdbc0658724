namespace RetailPulse.Grains.Images.Metering;

/// <summary>The positions of the boxes of a file that cannot contain pixels of an item: the file type box, and the box that locates them.</summary>
/// <param name="TypeEnd">End of the file type box, which is the first one.</param>
/// <param name="Start">Start of the other box.</param>
/// <param name="End">End of the other box.</param>
internal readonly record struct HeifHeaders(ulong TypeEnd, ulong Start, ulong End)
{
    /// <summary>Returns whether any byte from <paramref name="start"/> to <paramref name="end"/> is outside of both.</summary>
    public bool LeaveOut(UInt128 start, UInt128 end) => start < end && (end > End || UInt128.Max(start, TypeEnd) < UInt128.Min(end, Start));

    /// <summary>
    /// Returns the end of the first byte from <paramref name="start"/> that is outside of both, whether or not the file is that long.
    /// </summary>
    public UInt128 FirstByteFrom(UInt128 start)
    {
        var from = UInt128.Max(start, TypeEnd);
        return (from < Start ? from : UInt128.Max(from, End)) + 1;
    }
}
