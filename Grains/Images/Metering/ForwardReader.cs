using System.Buffers;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// Reads a stream once, forwards, through one pooled buffer. Asking for more than the stream has is allowed: it sets
/// <see cref="Overran"/>, and all that is read from then on is zero, so a walk need not check every step.
/// </summary>
internal sealed class ForwardReader(Stream stream, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>The most bytes that can be buffered, and so asked for, at once.</summary>
    public const int Capacity = 32 * 1024;

    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private int start;
    private int end;
    private bool ended;

    /// <summary>The walk asked for more than the stream had.</summary>
    public bool Overran { get; private set; }

    /// <summary>The last four bytes that the stream gave, as a big-endian number: at its end, those that it ends with.</summary>
    public uint Tail { get; private set; }

    /// <summary>The number of bytes taken or skipped.</summary>
    public long Position { get; private set; }

    /// <summary>The bytes that are here already and not yet taken; valid until the next read.</summary>
    public ReadOnlySpan<byte> Buffered => buffer.AsSpan(start, end - start);

    /// <summary>Buffers at least <paramref name="count"/> bytes; <see langword="false"/> when the stream has fewer left.</summary>
    public ValueTask<bool> FillAsync(int count) =>
        end - start >= count ? new(true) : ReadUntilAsync(count);

    /// <summary>Like <see cref="FillAsync"/>, but having fewer bytes is an overrun.</summary>
    public ValueTask<bool> NeedAsync(int count) =>
        end - start >= count ? new(true) : ReadOrOverrunAsync(count);

    /// <summary>Takes exactly <paramref name="count"/> bytes, valid until the next read; zeros after an overrun.</summary>
    public ValueTask<ReadOnlyMemory<byte>> TakeAsync(int count) =>
        end - start >= count ? new(Consume(count)) : TakeSlowlyAsync(count);

    /// <summary>Takes <paramref name="count"/> of the bytes in <see cref="Buffered"/>.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(end - start));
        start += count;
        Position += count;
    }

    /// <summary>Takes <paramref name="count"/> bytes unseen.</summary>
    public ValueTask SkipAsync(long count)
    {
        if (count > end - start)
            return SkipSlowlyAsync(count);
        Advance((int)count);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes <paramref name="count"/> bytes into <paramref name="target"/>.</summary>
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

    /// <summary>Takes all that the stream still has, but at most <paramref name="limit"/> bytes, into <paramref name="target"/>.</summary>
    public async ValueTask CopyRestAsync(PooledBytes target, int limit)
    {
        while (target.Length < limit && await FillAsync(1).ConfigureAwait(false))
        {
            var step = Math.Min(limit - target.Length, end - start);
            target.Append(Buffered[..step]);
            Advance(step);
        }
    }

    /// <summary>Takes all that the stream still has, unseen.</summary>
    public async ValueTask FinishAsync()
    {
        do
            Advance(end - start);
        while (await FillAsync(1).ConfigureAwait(false));
    }

    /// <summary>Declares that the walk needed nothing of what it asked for in vain.</summary>
    public void ForgiveOverrun() => Overran = false;

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private ReadOnlyMemory<byte> Consume(int count)
    {
        var taken = buffer.AsMemory(start, count);
        Advance(count);
        return taken;
    }

    private async ValueTask<ReadOnlyMemory<byte>> TakeSlowlyAsync(int count)
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

    // Moves what is left only when the tail of the buffer is too short: never more than once per buffer of input.
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
