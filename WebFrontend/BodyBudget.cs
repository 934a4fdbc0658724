using Microsoft.Extensions.Options;
using RetailPulse.Web.Access;
using RetailPulse.Web.Jobs;

namespace RetailPulse.Web;

/// <summary>
/// The bytes of bodies that this front end holds at once: a submission takes four to six times its length of memory until it is answered. One tenant gets
/// three quarters of them at most, so that bodies of one tenant that hardly arrive never shut out the others. A body that is alone always has room.
/// </summary>
internal sealed class BodyBudget(IOptions<ApiOptions> options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> held = new(StringComparer.Ordinal);
    private readonly long longest = options.Value.MaxBodyBytes;
    private readonly long most = options.Value.MostBodyBytesAtOnce;
    private readonly long mostOfOne = options.Value.MostBodyBytesAtOnce / 4 * 3;
    private long all;

    /// <summary>Begins a body, which holds nothing yet. What it takes is given back when its request has been answered.</summary>
    public Body Begin(HttpContext context)
    {
        var body = new Body(this, Caller.Of(context).Tenant);
        context.Response.RegisterForDispose(body);
        return body;
    }

    /// <param name="taken">What the same body has taken before.</param>
    private bool HasRoom(string tenant, long bytes, long taken)
    {
        lock (gate) return all == taken || (all + bytes <= most && held.GetValueOrDefault(tenant) + bytes <= mostOfOne);
    }

    private bool TryTake(string tenant, long bytes, long taken)
    {
        lock (gate)
        {
            if (!HasRoom(tenant, bytes, taken)) return false;
            all += bytes;
            held[tenant] = held.GetValueOrDefault(tenant) + bytes;
            return true;
        }
    }

    private void GiveBack(string tenant, long bytes)
    {
        lock (gate)
        {
            all -= bytes;
            if ((held[tenant] -= bytes) == 0) held.Remove(tenant);
        }
    }

    /// <summary>The bytes of one body.</summary>
    internal sealed class Body(BodyBudget budget, string tenant) : IDisposable
    {
        private long taken;

        /// <summary>
        /// Whether there is room for what is announced, which takes none: a body may be announced and never arrive. One that is too long for any room has
        /// its refusal elsewhere.
        /// </summary>
        public bool HasRoomFor(long? announced) => announced is not { } bytes || bytes > budget.longest || budget.HasRoom(tenant, bytes, taken);

        /// <summary>
        /// Takes what has arrived beyond what was taken before; returns whether there was room for it. If not, the body gives back all of it at once, so that of
        /// several bodies that fill the room together, the others go on.
        /// </summary>
        /// <param name="arrived">Number of bytes that have arrived in all.</param>
        public bool TryGrowTo(long arrived)
        {
            if (arrived <= taken) return true;
            var fits = budget.TryTake(tenant, arrived - taken, taken);
            if (fits) taken = arrived;
            else Dispose();
            return fits;
        }

        public void Dispose()
        {
            if (taken > 0) budget.GiveBack(tenant, taken);
            taken = 0;
        }
    }
}
