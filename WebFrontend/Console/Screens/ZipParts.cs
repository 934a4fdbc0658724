using System.Buffers;
using System.IO.Compression;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary>Writes a ZIP file part by part, because <see cref="ZipArchive"/> also writes without waiting for a slow client.</summary>
internal sealed class ZipParts : IDisposable
{
    private readonly Pending pending = new();
    private readonly ZipArchive zip;

    public ZipParts() => zip = new ZipArchive(pending, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds a file to the part that is to be sent.</summary>
    public void Add(string name, ReadOnlySpan<byte> content, CompressionLevel level)
    {
        using var entry = zip.CreateEntry(name, level).Open();
        entry.Write(content);
    }

    /// <summary>Adds the directory, after the last file.</summary>
    public void End() => zip.Dispose();

    /// <summary>Sends what was added since the last call.</summary>
    public async Task SendAsync(Stream body)
    {
        await body.WriteAsync(pending.Bytes.WrittenMemory);
        pending.Bytes.ResetWrittenCount();
    }

    public void Dispose()
    {
        zip.Dispose();
        pending.Dispose();
    }

    /// <summary>A stream that keeps what is written to it.</summary>
    private sealed class Pending : Stream
    {
        public ArrayBufferWriter<byte> Bytes { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Bytes.Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => Bytes.Write(buffer);

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
