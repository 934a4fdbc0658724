using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace RetailPulse.Client;

/// <summary>A body that is written while it is sent, and is never in memory as a whole.</summary>
internal sealed class UploadBody : HttpContent
{
    private readonly Func<Stream, CancellationToken, Task> write;
    private readonly bool compress;

    /// <param name="write">Writes the body to a stream. It runs once per attempt.</param>
    public UploadBody(string mediaType, bool compress, Func<Stream, CancellationToken, Task> write)
    {
        (this.write, this.compress) = (write, compress);
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        if (compress)
            Headers.ContentEncoding.Add("gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!compress)
        {
            await write(stream, cancellationToken).ConfigureAwait(false);
            return;
        }

        var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            await write(gzip, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
