using System.Net;
using System.Text;

namespace RetailPulse.Tests.Support.OpenApi;

/// <summary>A body that is judged when it is read whole; one that is read as a stream is left alone.</summary>
internal sealed class JudgedContent : HttpContent
{
    private readonly HttpContent content;
    private readonly Action<string> judge;

    public JudgedContent(HttpContent content, Action<string> judge)
    {
        (this.content, this.judge) = (content, judge);
        foreach (var (name, values) in content.Headers)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var body = await content.ReadAsByteArrayAsync();
        judge(Encoding.UTF8.GetString(body));
        await stream.WriteAsync(body);
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => content.ReadAsStreamAsync();

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
