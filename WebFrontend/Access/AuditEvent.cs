using System.Net;
using System.Net.Sockets;

namespace RetailPulse.Web.Access;

/// <summary>What requests have in common that are counted together.</summary>
/// <param name="Action">Method and route.</param>
/// <param name="Key">The key's name.</param>
/// <param name="Address">An IPv4 address, or the /64 of an IPv6 address, of which one client has as many addresses as it likes.</param>
/// <param name="Outcome">The status, or that there was none.</param>
internal sealed record AuditEvent(string Action, string Key, string Tenant, string Address, string Outcome)
{
    private const string Unknown = "unknown";
    private const string AnyRoute = "any route";
    private const string OtherMethod = "OTHER";

    private static readonly string[] Methods =
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options];

    public static AuditEvent Of(HttpContext context, RouteEndpoint? route, Caller? caller, string outcome) => new(
        $"{MethodOf(context.Request, route)} {route?.RoutePattern.RawText ?? AnyRoute}", caller?.Key ?? Unknown, caller?.Tenant ?? Unknown, NetworkOf(context.Connection.RemoteIpAddress), outcome);

    public static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "nowhere";
        var plain = Plain(address);
        if (plain.AddressFamily == AddressFamily.InterNetwork) return plain.ToString();
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    /// <summary>An IPv4 address as such, and an IPv6 address without the number of a network card.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : new IPAddress(address.GetAddressBytes());

    /// <summary>A route's own spelling: the client's may be of any kind and length.</summary>
    private static string MethodOf(HttpRequest request, RouteEndpoint? route) =>
        (route?.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? Methods).FirstOrDefault(method => HttpMethods.Equals(method, request.Method)) ?? OtherMethod;
}
