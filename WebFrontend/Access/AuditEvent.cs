using System.Net;
using System.Net.Sockets;

namespace RetailPulse.WebFrontend.Access;

/// <summary>The kind of a request. Requests of the same kind are counted together.</summary>
/// <param name="Action">Method and route.</param>
/// <param name="Key">Name of the key.</param>
/// <param name="Address">
/// An IPv4 address, or the /64 network of an IPv6 address, because one client may use all addresses of its network.
/// </param>
/// <param name="Outcome">HTTP status, or <c>aborted</c> if there was no response.</param>
internal sealed record AuditEvent(string Action, string Key, string Tenant, string Address, string Outcome)
{
    private const string Unknown = "unknown";
    private const string AnyRoute = "any route";
    private const string OtherMethod = "OTHER";

    private static readonly string[] Methods =
    [
        HttpMethods.Get,
        HttpMethods.Head,
        HttpMethods.Post,
        HttpMethods.Put,
        HttpMethods.Patch,
        HttpMethods.Delete,
        HttpMethods.Options,
    ];

    public static AuditEvent Of(HttpContext context, RouteEndpoint? route, Caller? caller, string outcome) =>
        new(
            $"{MethodOf(context.Request, route)} {route?.RoutePattern.RawText ?? AnyRoute}",
            caller?.Key ?? Unknown,
            caller?.Tenant ?? Unknown,
            NetworkOf(context.Connection.RemoteIpAddress),
            outcome
        );

    public static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "nowhere";
        var plain = Plain(address);
        if (plain.AddressFamily == AddressFamily.InterNetwork)
            return plain.ToString();
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>Returns an IPv4-mapped address as IPv4, and an IPv6 address without its scope id.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    /// <summary>Returns the method in the route's spelling, because a client may send any text of any length.</summary>
    private static string MethodOf(HttpRequest request, RouteEndpoint? route) =>
        (route?.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? Methods).FirstOrDefault(method =>
            HttpMethods.Equals(method, request.Method)
        ) ?? OtherMethod;
}
