using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace RetailPulse.Cli.Output;

/// <summary>Keeps the JSON of responses, exactly as the API sent it, for commands that print it unchanged.</summary>
/// <remarks>
/// Nothing is printed while a response is read: a failure to print would look like a failure of the connection, and the request would be
/// repeated.
/// </remarks>
internal sealed class ResponseTap(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Queue<byte[]> bodies = new();

    /// <summary>Whether bodies are kept.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Takes the oldest body that was read to its end.</summary>
    public bool TryTake([NotNullWhen(true)] out byte[]? body) => bodies.TryDequeue(out body);

    /// <summary>Stops keeping bodies, and forgets those that nobody took.</summary>
    public void Close()
    {
        IsOpen = false;
        bodies.Clear();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (IsOpen && response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "application/json")
            response.Content = new TappedContent(response.Content, bodies.Enqueue);
        return response;
    }

    /// <summary>Content that is copied while it is read.</summary>
    private sealed class TappedContent : HttpContent
    {
        private readonly HttpContent inner;
        private readonly Action<byte[]> keep;

        /// <param name="keep">Receives the content when it was read to its end.</param>
        public TappedContent(HttpContent inner, Action<byte[]> keep)
        {
            (this.inner, this.keep) = (inner, keep);
            foreach (var (name, values) in inner.Headers)
                Headers.TryAddWithoutValidation(name, values);
        }

        protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

        protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
            new TappedStream(await inner.ReadAsStreamAsync(cancellationToken), keep);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var content = await CreateContentReadStreamAsync();
            await content.CopyToAsync(stream);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class TappedStream(Stream inner, Action<byte[]> keep) : Stream
    {
        private readonly MemoryStream copy = new();
        private bool ended;

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
            var read = await inner.ReadAsync(buffer, cancellationToken);
            copy.Write(buffer.Span[..read]);
            if (read == 0 && buffer.Length > 0 && !ended)
            {
                ended = true;
                keep(copy.ToArray());
            }

            return read;
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
            {
                inner.Dispose();
                copy.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
