namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Gives all that it has at once, so that the meter runs on the caller's thread, and notes reads that can bring nothing.</summary>
internal sealed class FuzzBody(byte[] content) : MemoryStream(content, writable: false)
{
    private bool ended;

    /// <summary>It was read after it had said that it had ended, or into no room at all.</summary>
    public bool ReadInVain { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadInVain |= ended || buffer.IsEmpty;
        ended |= Position == Length;
        return base.ReadAsync(buffer, cancellationToken);
    }
}
