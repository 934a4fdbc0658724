using Microsoft.Extensions.Options;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Limits the request body bytes that this front end holds at once, shared among tenants.</summary>
/// <remarks>
/// A submission takes four to six times its length in memory until the response. One tenant gets at most three quarters of the budget, so
/// that its slow bodies never shut out other tenants. If a body is the only one, it always has room.
/// </remarks>
internal sealed class BodyBudget(IOptions<ApiOptions> options)
{
    /// <summary>
    /// Number of bytes in memory that one byte of a body stands for, at least. What takes memory in another way counts as a body that would
    /// take as much.
    /// </summary>
    public const int MemoryPerByte = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> held = new(StringComparer.Ordinal);
    private readonly long maxBody = options.Value.MaxBodyBytes;
    private readonly long maxTotal = options.Value.MostBodyBytesAtOnce;
    private readonly long maxPerTenant = options.Value.MostBodyBytesAtOnce / 4 * 3;
    private long all;

    /// <summary>Begins a body of a tenant, which holds nothing yet. Its bytes are released when the response is complete.</summary>
    public Body Begin(HttpContext context, string tenant)
    {
        var body = new Body(this, tenant);
        context.Response.RegisterForDispose(body);
        return body;
    }

    /// <param name="taken">Number of bytes that the same body already holds.</param>
    private bool HasRoom(string tenant, long bytes, long taken)
    {
        lock (gate)
            return all == taken || (all + bytes <= maxTotal && held.GetValueOrDefault(tenant) + bytes <= maxPerTenant);
    }

    private bool TryTake(string tenant, long bytes, long taken)
    {
        lock (gate)
        {
            if (!HasRoom(tenant, bytes, taken))
                return false;
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
            if ((held[tenant] -= bytes) == 0)
                held.Remove(tenant);
        }
    }

    /// <summary>The bytes that one body holds.</summary>
    internal sealed class Body(BodyBudget budget, string tenant) : IDisposable
    {
        private long taken;

        /// <summary>
        /// Returns whether there is room for the announced length. Reserves nothing, because a body may be announced and never arrive.
        /// </summary>
        /// <remarks>A body that exceeds the maximum length passes here and is rejected elsewhere.</remarks>
        public bool HasRoomFor(long? announced) =>
            announced is not { } bytes || bytes > budget.maxBody || budget.HasRoom(tenant, bytes, taken);

        /// <summary>Takes the bytes that have newly arrived, and returns whether there was room for them.</summary>
        /// <remarks>
        /// Without room, the body releases all of its bytes at once. Thus, if several bodies together fill the budget, the others can
        /// continue.
        /// </remarks>
        /// <param name="arrived">Total number of bytes that have arrived.</param>
        public bool TryGrowTo(long arrived)
        {
            if (arrived <= taken)
                return true;
            var fits = budget.TryTake(tenant, arrived - taken, taken);
            if (fits)
                taken = arrived;
            else
                Dispose();
            return fits;
        }

        public void Dispose()
        {
            if (taken > 0)
                budget.GiveBack(tenant, taken);
            taken = 0;
        }
    }
}
