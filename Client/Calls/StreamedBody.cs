namespace RetailPulse.Client;

/// <summary>
/// The body of a response, read as it arrives. A connection that is interrupted, or silent for too long, throws
/// <see cref="RetailPulseException"/>.
/// </summary>
/// <param name="longestSilence">Longest duration of one read.</param>
internal sealed class StreamedBody(Stream inner, TimeSpan longestSilence, TimeProvider time) : Stream
{
    private readonly long began = time.GetTimestamp();

    /// <summary>Time from the beginning of the body to the last bytes that came.</summary>
    public TimeSpan Life { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silence = new CancellationTokenSource(longestSilence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            var read = await inner.ReadAsync(buffer, either.Token).ConfigureAwait(false);
            if (read > 0)
                Life = time.GetElapsedTime(began);
            return read;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException)
        {
            throw new RetailPulseException($"The response was interrupted: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RetailPulseException($"Nothing came for {longestSilence.TotalSeconds:0} s.", exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
