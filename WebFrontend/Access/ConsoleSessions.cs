using RetailPulse.Installation;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Begins the sessions of the console, and finds the key of each. No front end stores them, and all accept them.</summary>
internal sealed class ConsoleSessions(Seals seals, TimeProvider time)
{
    /// <summary>Time after which a person must sign in again.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromHours(12);

    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async Task BeginAsync(HttpContext context, KeyDigest key)
    {
        var ticket = new SessionTicket(key, time.GetUtcNow() + Duration);
        ConsoleSession.Begin(context, ticket.Write(await seals.OfAsync(KeyPurpose.Sessions)));
    }

    /// <summary>Returns the session that a request belongs to; <see langword="null"/> for none.</summary>
    /// <exception cref="ClusterUnavailableException">The cluster does not respond.</exception>
    public async ValueTask<SessionTicket?> FindAsync(HttpRequest request) =>
        ConsoleSession.TicketOf(request) is { Length: > 0 } ticket
            ? SessionTicket.Read(ticket, await seals.OfAsync(KeyPurpose.Sessions), time.GetUtcNow())
            : null;
}
