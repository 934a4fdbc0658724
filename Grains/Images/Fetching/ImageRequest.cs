using System.Text;
using RetailPulse.Grains.Network;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>A request that tells its attempt when it leaves.</summary>
internal sealed class ImageRequest : HttpRequestMessage
{
    private readonly AttemptTimeout watch;

    public ImageRequest(Uri url, ImageCall call, RequestHeaders headers, AttemptTimeout watch)
        : base(HttpMethod.Get, url)
    {
        this.watch = watch;
        Options.Set(GuardedConnector.OnBehalfOf, call.Owner);
        headers.AddTo(this, call.Owner.Tenant, call.Cookies);
    }

    /// <summary>
    /// The handler asks this about a header when it writes it, which is the one sign it gives that a request has its connection. Before that the
    /// request may wait for others of its host, and that silence is not the server's.
    /// </summary>
    public static Encoding? OnSending(string header, HttpRequestMessage request)
    {
        ((ImageRequest)request).watch.Send();
        return null;
    }
}
