using System.Text;
using RetailPulse.Grains.Network;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>A request that reports to its attempt when it is sent.</summary>
internal sealed class ImageRequest : GuardedRequest
{
    private readonly AttemptTimeout timeout;

    public ImageRequest(Uri url, ImageCall call, RequestHeaders headers, AttemptTimeout timeout)
        : base(HttpMethod.Get, url, call.Owner)
    {
        this.timeout = timeout;
        IsRedirected = url != call.Url;
        headers.AddTo(this, call.Owner.Tenant, call.Cookies);
    }

    /// <summary>Called by the HTTP handler when it writes the headers of a request.</summary>
    /// <remarks>
    /// This is the only sign that a request has its connection. Before, it may wait for other requests to its host, which must not count as
    /// the server's time.
    /// </remarks>
    public static Encoding? OnSending(string header, HttpRequestMessage request)
    {
        ((ImageRequest)request).timeout.Send();
        return null;
    }
}
