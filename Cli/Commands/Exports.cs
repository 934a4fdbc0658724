using RetailPulse.Cli.Exits;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary>Exports, which must not look complete when they are not.</summary>
internal static class Exports
{
    private const string Incomplete = "What was printed is incomplete. Run the command again.";

    public static async Task CopyAsync(Session session, Func<Stream, Task> copy)
    {
        await using var counted = new CountedStream(await session.Out.OpenAsync());
        try
        {
            await copy(counted);
        }
        catch (RetailPulseException exception) when (exception.Status is null && counted.Written > 0)
        {
            throw new CommandException(ExitCode.Interrupted, exception.Message, Incomplete);
        }
    }

    public static async IAsyncEnumerable<T> ReadAsync<T>(IAsyncEnumerable<T> entries)
    {
        await using var rows = entries.GetAsyncEnumerator();
        for (var read = 0L; await TryMoveAsync(rows, read); read++)
            yield return rows.Current;
    }

    private static async Task<bool> TryMoveAsync<T>(IAsyncEnumerator<T> rows, long read)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (RetailPulseException exception) when (exception.Status is null && read > 0)
        {
            throw new CommandException(ExitCode.Interrupted, exception.Message, Incomplete);
        }
    }

    /// <summary>Passes writes on, and counts their bytes. The inner stream stays open.</summary>
    private sealed class CountedStream(Stream inner) : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            Written += buffer.Length;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count);
            Written += count;
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
