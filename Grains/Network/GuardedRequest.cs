using RetailPulse.Grains.Fairness;

namespace RetailPulse.Grains.Network;

/// <summary>A request to a URL that a client chose.</summary>
/// <param name="owner">The tenant and job for which it is sent.</param>
internal class GuardedRequest(HttpMethod method, Uri url, Owner owner) : HttpRequestMessage(method, url)
{
    /// <summary>The tenant and job for which it is sent. They wait for names and connections in turn with others.</summary>
    public Owner Owner => owner;

    /// <summary>Whether a redirect led to the URL.</summary>
    public bool IsRedirected { get; init; }
}
