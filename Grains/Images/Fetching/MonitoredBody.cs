using System.Buffers;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Grains.Telemetry;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>
/// A response body that reports each read to the attempt's timeout, acquires the attempt's slot when its first bytes arrive, hashes the
/// bytes, copies them if the call wants a copy, and throws <see cref="BodyTooLongException"/> beyond the limit.
/// </summary>
internal sealed class MonitoredBody(
    Stream body,
    long maxLength,
    ContentHasher hash,
    AttemptTimeout timeout,
    ImageCall call,
    ImageTelemetry telemetry
) : Stream
{
    private TimeSpan waited;
    private TimeSpan waitedForSlot;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => timeout.BytesRead;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var began = telemetry.Begin();
        var read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        waited += telemetry.Since(began);
        if (call.NeedsSlot)
            await AcquireSlotAsync(cancellationToken).ConfigureAwait(false);
        return Count(buffer.Span, read);
    }

    /// <summary>Acquires the slot. The server did not cause this wait, so no limit applies to it.</summary>
    private async ValueTask AcquireSlotAsync(CancellationToken cancellationToken)
    {
        timeout.Pause();
        var began = telemetry.Begin();
        await call.AcquireSlotAsync(cancellationToken).ConfigureAwait(false);
        waitedForSlot += telemetry.Since(began);
        timeout.Resume();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads the bytes after the end of the image and returns whether the body was read to its end.</summary>
    /// <remarks>
    /// This detects a truncated or invalid body and lets the connection be used again. Some files contain whole films there, so at most
    /// <paramref name="limit"/> bytes are read.
    /// </remarks>
    public async ValueTask<bool> ReadRestAsync(int limit, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4 * 1024);
        try
        {
            var until = Position + limit;
            while (Position < until)
            {
                if (await ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false) == 0)
                    return true;
            }

            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reports how much of the time that reading and measuring took was spent on each.</summary>
    public void ReportStages(TimeSpan took)
    {
        telemetry.StageTook(ImageStage.Body, waited);
        telemetry.StageTook(ImageStage.Measure, took - waited - waitedForSlot);
    }

    /// <summary>Returns the hash of all bytes that were read. Nothing can be read afterwards.</summary>
    public UInt128 FinishHash() => hash.Finish();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(ReadOnlySpan<byte> buffer, int read)
    {
        timeout.OnBytes(read);
        hash.Append(buffer[..read]);
        call.Copy?.Append(buffer[..read]);
        return timeout.BytesRead <= maxLength ? read : throw new BodyTooLongException();
    }
}

/// <summary>A body that exceeds the maximum length.</summary>
internal sealed class BodyTooLongException : IOException;
