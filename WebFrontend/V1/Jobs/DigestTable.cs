namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>Values by digests of 8 bytes, in a third of the memory of a dictionary. It holds a limited number of digests.</summary>
/// <remarks>Open addressing with linear probing: digests are spread evenly.</remarks>
/// <param name="max">Maximum number of digests.</param>
internal sealed class DigestTable<T>(int max)
    where T : struct
{
    private const int FirstCapacity = 4_096;

    /// <summary>Factor by which the table grows. The table before is in memory in addition while it does.</summary>
    private const int Growth = 4;

    /// <summary>Digests by slot. 0 is an empty slot.</summary>
    private ulong[] digests = new ulong[FirstCapacity];
    private T[] values = new T[FirstCapacity];
    private int count;

    /// <summary>Number of slots of a full table, of which four fifths are in use.</summary>
    private int MaxCapacity => Math.Max(FirstCapacity, max + (max / 4) + 1);

    public bool IsFull => count >= max;

    public bool Contains(ulong digest) => digests[Find(digest)] != 0;

    /// <summary>Returns the value of a digest; the default if it is not in the table.</summary>
    public bool TryGetValue(ulong digest, out T value)
    {
        var slot = Find(digest);
        value = values[slot];
        return digests[slot] != 0;
    }

    /// <summary>Sets the value of a digest. A digest that does not fit any more is not added.</summary>
    public void Set(ulong digest, T value)
    {
        var slot = Find(digest);
        if (digests[slot] == 0)
        {
            if (IsFull)
                return;
            if (count >= digests.Length / 5 * 4)
            {
                Grow();
                slot = Find(digest);
            }

            count++;
        }

        (digests[slot], values[slot]) = (Stored(digest), value);
    }

    /// <summary>Returns the slot of a digest, or the empty slot in which it belongs.</summary>
    private int Find(ulong digest)
    {
        var stored = Stored(digest);
        var slot = (int)(stored % (ulong)digests.Length);
        while (digests[slot] != 0 && digests[slot] != stored)
            slot = slot + 1 == digests.Length ? 0 : slot + 1;
        return slot;
    }

    private void Grow()
    {
        var (old, kept) = (digests, values);
        var capacity = Math.Min(MaxCapacity, digests.Length * Growth);
        (digests, values) = (new ulong[capacity], new T[capacity]);
        for (var slot = 0; slot < old.Length; slot++)
        {
            if (old[slot] == 0)
                continue;
            var next = Find(old[slot]);
            (digests[next], values[next]) = (old[slot], kept[slot]);
        }
    }

    /// <summary>Returns a digest that is not 0. That two are equal then is as unlikely as before.</summary>
    private static ulong Stored(ulong digest) => digest == 0 ? 1 : digest;
}
