using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace RetailPulse.Client;

/// <summary>A body that is written while it is sent, and is never in memory as a whole.</summary>
internal sealed class UploadBody : HttpContent
{
    private readonly Func<Stream, CancellationToken, Task> write;
    private readonly bool compress;
    private UploadLimit? limit;

    /// <param name="write">Writes the body to a stream. It runs once per attempt.</param>
    public UploadBody(string mediaType, bool compress, Func<Stream, CancellationToken, Task> write)
    {
        (this.write, this.compress) = (write, compress);
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        if (compress)
            Headers.ContentEncoding.Add("gzip");
    }

    /// <summary>
    /// Returns a source that is canceled when the connection takes nothing for <paramref name="silence"/>, or the response does not begin
    /// within <paramref name="response"/> after the end of the body, or a longer time after a long one. It counts nothing while the body is being read.
    /// </summary>
    public CancellationTokenSource Limit(TimeSpan silence, TimeSpan response, TimeProvider time)
    {
        limit = new UploadLimit(silence, response, time);
        return limit.Source;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var sent = new SentStream(stream, limit);
        await using (sent.ConfigureAwait(false))
        {
            try
            {
                await WriteAsync(sent, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!sent.Failed && exception is not OperationCanceledException)
            {
                // The transport would treat it as a connection error.
                throw new UnreadableSourceException(exception);
            }
        }

        limit?.End();
    }

    private async Task WriteAsync(SentStream sent, CancellationToken cancellationToken)
    {
        if (!compress)
        {
            await write(sent, cancellationToken).ConfigureAwait(false);
            return;
        }

        var gzip = new GZipStream(sent, CompressionLevel.Fastest, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            await write(gzip, cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
