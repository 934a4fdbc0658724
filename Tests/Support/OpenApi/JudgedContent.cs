using System.Net;
using System.Text;

namespace RetailPulse.Tests.Support.OpenApi;

/// <summary>A body that is judged when it is read whole; one that is read as a stream is left alone.</summary>
internal sealed class JudgedContent : HttpContent
{
    private readonly HttpContent content;
    private readonly Action<string> judge;
    private readonly bool streams;

    /// <param name="streams">Whether a reader may take the body as it arrives, unjudged.</param>
    public JudgedContent(HttpContent content, Action<string> judge, bool streams)
    {
        (this.content, this.judge, this.streams) = (content, judge, streams);
        foreach (var (name, values) in content.Headers)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(await ReadAsync());
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() =>
        streams ? await content.ReadAsStreamAsync() : new MemoryStream(await ReadAsync());

    private async Task<byte[]> ReadAsync()
    {
        var body = await content.ReadAsByteArrayAsync();
        judge(Encoding.UTF8.GetString(body));
        return body;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            content.Dispose();
        base.Dispose(disposing);
    }
}
