using RetailPulse.Grains.Ledger;
using RetailPulse.Stores;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests the ledger of store masters on every engine.</summary>
public abstract class StoreMasterLedgerConformance(StorageEngine engine) : EngineConformance(engine)
{
    private static readonly DateTimeOffset LoadedAt = new(2026, 5, 4, 12, 0, 0, 5, TimeSpan.Zero);

    private IStoreMasterLedger Masters => Engine.Masters;

    [Fact]
    public async Task At_first_there_is_none() => Assert.Equal(new StoreMasterHead(null, null), await Masters.FindHeadAsync(None));

    [Fact]
    public async Task The_newest_version_is_found_with_the_newest_of_the_file()
    {
        var file = Entry(1, StoreMasterSource.File, "aa");
        await Masters.AddAsync(file, [1], None);
        Assert.Equal(new StoreMasterHead(file, "aa"), await Masters.FindHeadAsync(None));

        var upload = Entry(2, StoreMasterSource.Upload, "bb");
        await Masters.AddAsync(upload, [2], None);
        Assert.Equal(new StoreMasterHead(upload, "aa"), await Masters.FindHeadAsync(None));
    }

    [Fact]
    public async Task An_upload_may_be_the_first_version()
    {
        var upload = Entry(1, StoreMasterSource.Upload, "bb");
        await Masters.AddAsync(upload, [2], None);
        Assert.Equal(new StoreMasterHead(upload, null), await Masters.FindHeadAsync(None));
    }

    [Fact]
    public async Task A_version_is_found_by_its_hash_only_since_another()
    {
        await Masters.AddAsync(Entry(1, StoreMasterSource.File, "aa"), [1], None);
        await Masters.AddAsync(Entry(2, StoreMasterSource.Upload, "bb"), [2], None);
        await Masters.AddAsync(Entry(3, StoreMasterSource.Upload, "cc"), [3], None);
        Assert.True(await Masters.WasInForceAsync("bb", 1, None));
        Assert.True(await Masters.WasInForceAsync("bb", 2, None));
        Assert.False(await Masters.WasInForceAsync("bb", 3, None));
        Assert.False(await Masters.WasInForceAsync("dd", 1, None));
    }

    [Fact]
    public async Task A_csv_comes_back_byte_for_byte()
    {
        var csv = Enumerable.Range(0, 3_000_000).Select(place => (byte)(place * 31)).ToArray();
        await Masters.AddAsync(Entry(1, StoreMasterSource.Upload, "aa"), csv, None);
        await Masters.AddAsync(Entry(2, StoreMasterSource.Upload, "bb"), [], None);
        Assert.Equal(csv, await Masters.ReadCsvAsync(1, None));
        Assert.Empty(await Masters.ReadCsvAsync(2, None));
    }

    [Fact]
    public async Task Of_many_that_take_one_number_one_gets_it()
    {
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Masters.AddAsync(Entry(1, StoreMasterSource.Upload, $"{i}"), [(byte)i], None))
        );
        var winner = Assert.Single(Enumerable.Range(0, 20), i => taken[i]);
        Assert.Equal($"{winner}", (await Masters.FindHeadAsync(None)).Newest!.Sha256);
        Assert.Equal([(byte)winner], await Masters.ReadCsvAsync(1, None));
    }

    private static StoreMasterEntry Entry(int version, StoreMasterSource source, string sha256) =>
        new(version, source, 100 + version, LoadedAt, sha256);
}
