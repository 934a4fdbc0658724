using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RetailPulse.WebFrontend.V1.Jobs;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Jobs;

public sealed class UrlCountsTests
{
    /// <summary>Otherwise, a client could choose URLs whose digests collide in a table, and occupy a processor with a small upload.</summary>
    [Fact]
    public void Nobody_outside_can_compute_a_digest()
    {
        const string url = "http://a.example/1.jpg";
        var plain = SHA256.HashData(Encoding.UTF8.GetBytes(url));
        ulong[] known = [BinaryPrimitives.ReadUInt64LittleEndian(plain), BinaryPrimitives.ReadUInt64BigEndian(plain)];
        Assert.DoesNotContain(UrlCounts.DigestOf(url), known);
        Assert.Equal(UrlCounts.DigestOf(url), UrlCounts.DigestOf(url));
        Assert.NotEqual(UrlCounts.DigestOf(url), UrlCounts.DigestOf($"{url}?"));
    }
}
