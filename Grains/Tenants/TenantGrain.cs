using Orleans.Placement;
using RetailPulse.Grains.Ledger;
using RetailPulse.Tenants;

namespace RetailPulse.Grains.Tenants;

/// <summary>Handles one call at a time, so that two jobs cannot both take the rest of a quota.</summary>
[Immovable]
internal sealed class TenantGrain(IJobQueries ledger, TimeProvider time) : Grain, ITenantGrain
{
    private readonly Admissions admissions = new();

    public async Task<QuotaExcess?> AdmitAsync(long jobId, long images, TenantQuota quota)
    {
        var use = await ledger.ReadUseAsync(this.GetPrimaryKeyString(), [jobId, .. admissions.Jobs], CancellationToken.None);
        return admissions.Admit(jobId, images, use, quota, time.GetUtcNow());
    }

    public async Task<QuotaUse> ReadUseAsync() =>
        admissions.Use(await ledger.ReadUseAsync(this.GetPrimaryKeyString(), admissions.Jobs, CancellationToken.None), time.GetUtcNow());
}
