using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Tenants;
using RetailPulse.Tenants;

namespace RetailPulse.Tests.Unit.Grains.Tenants;

public sealed class AdmissionsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TenantQuota TwoJobs = new(2, null);
    private static readonly TenantUse Nothing = new(0, 0, []);

    private readonly Admissions admissions = new();

    [Fact]
    public void Jobs_count_before_the_ledger_shows_them()
    {
        Assert.Null(admissions.Admit(1, 10, Nothing, TwoJobs, Noon));
        Assert.Null(admissions.Admit(2, 10, Nothing, TwoJobs, Noon));
        Assert.Equal(new QuotaExcess(QuotaKind.Jobs, 2, 2, 1), admissions.Admit(3, 10, Nothing, TwoJobs, Noon));
        Assert.Equal([1, 2], admissions.Jobs.Order());
    }

    [Fact]
    public void A_job_counts_once()
    {
        Assert.Null(admissions.Admit(1, 10, Nothing, TwoJobs, Noon));
        Assert.Null(admissions.Admit(2, 10, new TenantUse(1, 10, [1]), TwoJobs, Noon));
        Assert.NotNull(admissions.Admit(3, 10, new TenantUse(1, 10, []), TwoJobs, Noon));
    }

    [Fact]
    public void A_job_that_has_ended_makes_room()
    {
        Assert.Null(admissions.Admit(1, 10, Nothing, TwoJobs, Noon));
        Assert.Null(admissions.Admit(2, 10, Nothing, TwoJobs, Noon));
        Assert.Null(admissions.Admit(3, 10, new TenantUse(0, 0, [1, 2]), TwoJobs, Noon));
    }

    [Fact]
    public void Images_are_counted_too()
    {
        var quota = new TenantQuota(null, 100);
        Assert.Null(admissions.Admit(1, 60, new TenantUse(1, 30, []), quota, Noon));
        Assert.Equal(new QuotaExcess(QuotaKind.Images, 100, 90, 11), admissions.Admit(2, 11, new TenantUse(1, 30, []), quota, Noon));
        Assert.Null(admissions.Admit(2, 10, new TenantUse(1, 30, []), quota, Noon));
    }

    [Fact]
    public void A_second_admission_of_a_job_changes_nothing()
    {
        var full = new TenantQuota(1, null);
        Assert.Null(admissions.Admit(1, 10, Nothing, full, Noon));
        Assert.Null(admissions.Admit(1, 10, Nothing, full, Noon));
        Assert.Null(admissions.Admit(1, 10, new TenantUse(1, 10, [1]), full, Noon));
        Assert.Empty(admissions.Jobs);
    }

    [Fact]
    public void An_admission_without_a_job_expires()
    {
        Assert.Null(admissions.Admit(1, 10, Nothing, new TenantQuota(1, null), Noon));
        Assert.NotNull(admissions.Admit(2, 10, Nothing, new TenantQuota(1, null), Noon + Admissions.Lifetime));
        Assert.Null(admissions.Admit(2, 10, Nothing, new TenantQuota(1, null), Noon + Admissions.Lifetime + TimeSpan.FromSeconds(1)));
    }
}
