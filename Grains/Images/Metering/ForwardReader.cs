using System.Buffers;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Reads a stream once, forwards, through one pooled buffer.</summary>
/// <remarks>
/// Reading beyond the end of the stream sets <see cref="Overran"/>, and everything read from then on is zero, so that a walker need not
/// check every step.
/// </remarks>
internal sealed class ForwardReader(Stream stream, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>Maximum number of bytes that can be buffered, and therefore read, at once.</summary>
    public const int Capacity = 32 * 1024;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private int start;
    private int end;
    private bool ended;

    /// <summary>Whether a read went beyond the end of the stream.</summary>
    public bool Overran { get; private set; }

    /// <summary>The last four bytes received from the stream, as a big-endian number.</summary>
    public uint Tail { get; private set; }

    /// <summary>Number of bytes read or skipped.</summary>
    public long Position { get; private set; }

    /// <summary>The bytes that are buffered and not yet read; valid until the next read.</summary>
    public ReadOnlySpan<byte> Buffered => buffer.AsSpan(start, end - start);

    /// <summary>Buffers at least <paramref name="count"/> bytes. Returns <see langword="false"/> if the stream has fewer left.</summary>
    public ValueTask<bool> FillAsync(int count) => end - start >= count ? new(true) : ReadUntilAsync(count);

    /// <summary>Buffers at least <paramref name="count"/> bytes. If the stream has fewer left, that is an overrun.</summary>
    public ValueTask<bool> NeedAsync(int count) => end - start >= count ? new(true) : ReadOrOverrunAsync(count);

    /// <summary>Reads exactly <paramref name="count"/> bytes, valid until the next read; zeros after an overrun.</summary>
    public ValueTask<ReadOnlyMemory<byte>> ReadAsync(int count) => end - start >= count ? new(Consume(count)) : ReadSlowlyAsync(count);

    /// <summary>Reads <paramref name="count"/> of the bytes in <see cref="Buffered"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(end - start));
        start += count;
        Position += count;
    }

    /// <summary>Skips <paramref name="count"/> bytes.</summary>
    public ValueTask SkipAsync(long count)
    {
        if (count > end - start)
            return SkipSlowlyAsync(count);
        Advance((int)count);
        return ValueTask.CompletedTask;
    }

    /// <summary>Reads <paramref name="count"/> bytes into <paramref name="target"/>.</summary>
    public async ValueTask CopyAsync(PooledBytes target, long count)
    {
        while (count > 0 && await NeedAsync(1).ConfigureAwait(false))
        {
            var step = (int)Math.Min(count, end - start);
            target.Append(Buffered[..step]);
            Advance(step);
            count -= step;
        }
    }

    /// <summary>Reads the rest of the stream, but at most <paramref name="limit"/> bytes, into <paramref name="target"/>.</summary>
    public async ValueTask CopyRestAsync(PooledBytes target, int limit)
    {
        while (target.Length < limit && await FillAsync(1).ConfigureAwait(false))
        {
            var step = Math.Min(limit - target.Length, end - start);
            target.Append(Buffered[..step]);
            Advance(step);
        }
    }

    /// <summary>Skips the rest of the stream.</summary>
    public async ValueTask FinishAsync()
    {
        do Advance(end - start);
        while (await FillAsync(1).ConfigureAwait(false));
    }

    /// <summary>Clears <see cref="Overran"/>, because the walk did not need the bytes that were missing.</summary>
    public void ForgiveOverrun() => Overran = false;

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private ReadOnlyMemory<byte> Consume(int count)
    {
        var taken = buffer.AsMemory(start, count);
        Advance(count);
        return taken;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadSlowlyAsync(int count)
    {
        if (await NeedAsync(count).ConfigureAwait(false))
            return Consume(count);
        buffer.AsSpan(0, count).Clear();
        return buffer.AsMemory(0, count);
    }

    private async ValueTask SkipSlowlyAsync(long count)
    {
        while (count > 0 && await NeedAsync(1).ConfigureAwait(false))
        {
            var step = (int)Math.Min(count, end - start);
            Advance(step);
            count -= step;
        }
    }

    private async ValueTask<bool> ReadOrOverrunAsync(int count)
    {
        if (await ReadUntilAsync(count).ConfigureAwait(false))
            return true;
        start = end;
        Overran = true;
        return false;
    }

    private async ValueTask<bool> ReadUntilAsync(int count)
    {
        MakeRoom(count);
        while (end - start < count && !ended)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(end, Capacity - end), cancellationToken).ConfigureAwait(false);
            ended = read == 0;
            end += read;
            Remember(read);
        }
        return end - start >= count;
    }

    private void Remember(int read)
    {
        for (var at = end - Math.Min(read, sizeof(uint)); at < end; at++)
            Tail = Tail << 8 | buffer[at];
    }

    // Moves the remaining bytes only if the tail of the buffer is too short: at most once per buffer of input.
    private void MakeRoom(int count)
    {
        if (start == end)
            start = end = 0;
        if (start + count <= Capacity)
            return;
        Buffered.CopyTo(buffer);
        (start, end) = (0, end - start);
    }
}
