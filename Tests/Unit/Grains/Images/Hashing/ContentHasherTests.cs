using System.Globalization;
using System.Security.Cryptography;
using RetailPulse.Grains.Images.Hashing;

namespace RetailPulse.Tests.Unit.Grains.Images.Hashing;

/// <summary>The hash of a body depends on all of its bytes, its length, its tenant and the installation, and on nothing else.</summary>
public sealed class ContentHasherTests : IDisposable
{
    private readonly ContentKeys keys = new(Secret(1));

    public void Dispose() => keys.Dispose();

    [Fact]
    public void The_pieces_in_which_a_body_arrives_play_no_part()
    {
        var body = RandomNumberGenerator.GetBytes(20_000);
        var whole = Hash(body);
        foreach (var piece in (int[])[1, 63, 64, 65, 700, 4_095, 4_096, 4_097])
        {
            var hasher = new ContentHasher(keys.Of("acme"));
            foreach (var part in body.Chunk(piece))
                hasher.Append(part);
            Assert.Equal(whole, hasher.Finish());
        }
    }

    [Fact]
    public void Each_bit_counts()
    {
        var body = RandomNumberGenerator.GetBytes(4_200);
        HashSet<UInt128> hashes = [Hash(body)];
        for (var place = 0; place < body.Length; place++)
        {
            body[place] ^= (byte)(1 << (place % 8));
            Assert.True(hashes.Add(Hash(body)));
            body[place] ^= (byte)(1 << (place % 8));
        }
    }

    [Fact]
    public void Zeros_at_the_end_count()
    {
        HashSet<UInt128> hashes = [];
        for (var length = 0; length < 8_300; length++)
            Assert.True(hashes.Add(Hash(new byte[length])));
    }

    [Fact]
    public void Bodies_whose_blocks_change_places_differ()
    {
        var (one, other) = (
            RandomNumberGenerator.GetBytes(NonlinearHash.BlockBytes),
            RandomNumberGenerator.GetBytes(NonlinearHash.BlockBytes)
        );
        Assert.NotEqual(Hash([.. one, .. other]), Hash([.. other, .. one]));
    }

    [Fact]
    public void Tenants_and_installations_have_hashes_of_their_own()
    {
        byte[] body = [1, 2, 3];
        using var others = new ContentKeys(Secret(2));
        Assert.Equal(
            4,
            new HashSet<UInt128> { Hash(body), Hash(body, "globex"), Hash(body, "acme", others), Hash(body, "globex", others) }.Count
        );
    }

    /// <summary>
    /// Computed by another program from the definition. If they change, stored hashes are no longer found: that needs another
    /// <c>Purpose</c>, and a script that drops the old hashes.
    /// </summary>
    [Theory]
    [InlineData(0, "e7e1551fae955047e8cbbaa345844648")]
    [InlineData(100, "1001bbe2bbe98e2e7c78f15d7e296d96")]
    [InlineData(10_000, "cb8fc90221b5b6e0ca4ede191a043f26")]
    public void The_hash_stays_what_it_was(int length, string hash)
    {
        byte[] body = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        Assert.Equal(hash, Hash(body).ToString("x32", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Images_of_a_tenant_are_hashed_at_once()
    {
        var bodies = Enumerable.Range(0, 200).Select(i => RandomNumberGenerator.GetBytes(i * 50)).ToList();
        var expected = bodies.ConvertAll(body => Hash(body));
        var found = new UInt128[bodies.Count];
        Parallel.For(0, 10, _ => Parallel.For(0, bodies.Count, i => found[i] = Hash(bodies[i])));
        Assert.Equal(expected, found);
    }

    private static InstallationSecret Secret(byte first) => new((byte[])[first, .. new byte[InstallationSecret.Length - 1]]);

    private UInt128 Hash(byte[] body, string tenant = "acme", ContentKeys? of = null)
    {
        var hasher = new ContentHasher((of ?? keys).Of(tenant));
        hasher.Append(body);
        return hasher.Finish();
    }
}
