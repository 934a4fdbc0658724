using RetailPulse.Grains.Images;

namespace RetailPulse.Tests.Images;

public sealed class ContentSeedTests
{
    [Fact]
    public void The_default_tenant_has_none() => Assert.Equal(0, ContentSeed.Of("default"));

    [Fact]
    public void Tenants_keep_their_own()
    {
        Assert.Equal(ContentSeed.Of("north"), ContentSeed.Of("north"));
        Assert.Equal(4, new HashSet<long> { ContentSeed.Of("default"), ContentSeed.Of("north"), ContentSeed.Of("South"), ContentSeed.Of("south") }.Count);
    }
}
