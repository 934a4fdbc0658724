using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Stores;
using RetailPulse.Stores;

namespace RetailPulse.Tests.Cluster.Stores;

public sealed class StoreMasterGrainTests : IAsyncLifetime
{
    private const string Header = "store_id,store_name,area_code\n";

    private GrainCluster cluster = null!;

    private IStoreMasterGrain Grain => cluster.Silos.Client.GetGrain<IStoreMasterGrain>(0);

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_batch_is_answered_in_one_call() =>
        Assert.Equal(["S9", ""], await Grain.FindUnknownAsync(["S1", "S9", "S2", "", "S3"]));

    [Fact]
    public async Task A_changed_file_is_reloaded_automatically()
    {
        Assert.Equal(["S4"], await Grain.FindUnknownAsync(["S1", "S4"]));
        File.WriteAllText(cluster.StoresFile, Header + "S4,Four,10\n");
        await Eventually.TrueAsync(async () => (await Grain.FindUnknownAsync(["S1", "S4"])) is ["S1"], "the new file is in force");
    }

    [Fact]
    public async Task A_file_that_a_spreadsheet_exported_is_followed()
    {
        await Grain.FindUnknownAsync(["S1"]);
        File.WriteAllBytes(
            cluster.StoresFile,
            [
                .. Encoding.Unicode.Preamble,
                .. Encoding.Unicode.GetBytes("sep=;\r\nStore ID;Store Name;Area Code;\r\nS4;Vier;10\r\n;;;\r\n\u001A"),
            ]
        );
        Assert.Null((await VersionAsync(version => version.Stores == 1)).Problem);
        Assert.Equal([new Store("S4", "Vier", "10")], await Grain.FindAllAsync(["S1", "S4", ""]));

        File.WriteAllBytes(cluster.StoresFile, [.. "PK\u0003\u0004"u8, .. new byte[1_000]]);
        Assert.Contains(
            "line 1: this is a zip archive, such as an Excel workbook (.xlsx)",
            (await VersionAsync(version => version.Problem is not null)).Problem
        );
        Assert.Equal(["S1"], await Grain.FindUnknownAsync(["S1", "S4"]));
    }

    /// <summary>A store master that an earlier version of the product accepted.</summary>
    [Fact]
    public async Task A_version_whose_ids_differ_only_in_case_stays_in_force()
    {
        await Grain.FindUnknownAsync(["S1"]);
        await cluster.StoreMasters.AddAsync(
            new StoreMasterEntry(2, StoreMasterSource.Upload, 2, DateTimeOffset.UnixEpoch, "elsewhere"),
            Csv("S7,Seven,10\ns7,Seventh,20\n"),
            CancellationToken.None
        );
        await GoAsync();
        Assert.Equal([new Store("S7", "Seven", "10"), new Store("s7", "Seventh", "20")], await Grain.FindAllAsync(["S7", "s7"]));
        Assert.Equal(
            [new(3, "store id 's7' differs only in case from 'S7' on line 2, and ids are compared exactly; keep one of them")],
            (await Grain.PutAsync(Csv("S7,Seven,10\ns7,Seventh,20\n"))).Faults
        );
    }

    [Fact]
    public async Task A_link_that_leads_to_another_file_is_followed()
    {
        await Grain.FindUnknownAsync(["S1"]);
        var mount = Directory.CreateTempSubdirectory("retailpulse-").FullName;
        try
        {
            MountAsKubernetesDoes(mount, "1", "S4,Four,10\n");
            File.Delete(cluster.StoresFile);
            File.CreateSymbolicLink(cluster.StoresFile, Path.Combine(mount, "stores.csv"));
            await Eventually.TrueAsync(async () => (await Grain.FindUnknownAsync(["S4", "S5"])) is ["S5"], "the link is followed");

            MountAsKubernetesDoes(mount, "2", "S5,Five,10\n");
            await Eventually.TrueAsync(async () => (await Grain.FindUnknownAsync(["S4", "S5"])) is ["S4"], "the new file is in force");
        }
        finally
        {
            Directory.Delete(mount, recursive: true);
        }
    }

    [Fact]
    public async Task An_invalid_file_leaves_the_last_valid_one_in_effect_until_it_is_fixed()
    {
        await Grain.FindUnknownAsync(["S1"]);
        File.WriteAllText(cluster.StoresFile, Header + "S4,Four,10\nS4,Four,10\n");
        var refused = await VersionAsync(version => version.Problem is not null);
        Assert.Equal(3, refused.Stores);
        Assert.Contains("line 3: store id 'S4' is on line 2 already", refused.Problem);
        Assert.Equal(["S4"], await Grain.FindUnknownAsync(["S1", "S4"]));

        File.WriteAllText(cluster.StoresFile, Header + "S4,Four,10\n");
        Assert.Equal(2, (await VersionAsync(version => version is { Stores: 1, Problem: null })).Number);
        Assert.Equal(["S1"], await Grain.FindUnknownAsync(["S1", "S4"]));
    }

    [Fact]
    public async Task A_file_that_is_gone_leaves_the_last_good_one_in_force()
    {
        await Grain.FindUnknownAsync(["S1"]);
        File.Delete(cluster.StoresFile);
        Assert.Contains("cannot be read", (await VersionAsync(version => version.Problem is not null)).Problem);
        Assert.Empty(await Grain.FindUnknownAsync(["S1"]));
    }

    [Fact]
    public async Task An_upload_is_in_force_at_once_on_every_silo()
    {
        await using var two = await GrainCluster.StartAsync(silos: 2);
        var master = two.Silos.Client.GetGrain<IStoreMasterGrain>(0);
        Assert.Equal((1, StoreMasterSource.File), await master.GetVersionAsync() is var first ? (first.Number, first.Source) : default);
        var receipt = await master.PutAsync(Csv("S4,Four,30\n"));
        Assert.Empty(receipt.Faults);
        Assert.Equal((2, StoreMasterSource.Upload, 1), (receipt.Version.Number, receipt.Version.Source, receipt.Version.Stores));
        foreach (var silo in two.Silos.Silos)
            Assert.Equal(
                ["S1"],
                await silo.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IStoreMasterGrain>(0).FindUnknownAsync(["S1", "S4"])
            );
        Assert.Equal(new Store("S4", "Four", "30"), await master.FindAsync("S4"));
    }

    [Fact]
    public async Task An_upload_stays_in_force_when_the_grain_comes_back()
    {
        await Grain.PutAsync(Csv("S4,Four,30\n"));
        await GoAsync();
        Assert.Equal(["S1"], await Grain.FindUnknownAsync(["S1", "S4"]));
        Assert.Equal(
            (2, StoreMasterSource.Upload),
            await Grain.GetVersionAsync() is var version ? (version.Number, version.Source) : default
        );
        Assert.Equal(2, cluster.StoreMasters.Entries.Count);
    }

    [Fact]
    public async Task A_file_that_changes_after_an_upload_is_the_next_version()
    {
        await Grain.PutAsync(Csv("S4,Four,30\n"));
        File.WriteAllText(cluster.StoresFile, Header + "S5,Five,10\n");
        Assert.Equal(3, (await VersionAsync(version => version.Source == StoreMasterSource.File)).Number);
        Assert.Equal(["S4"], await Grain.FindUnknownAsync(["S4", "S5"]));
    }

    [Fact]
    public async Task A_file_that_changes_between_activations_is_the_next_version()
    {
        await Grain.PutAsync(Csv("S4,Four,30\n"));
        File.WriteAllText(cluster.StoresFile, Header + "S5,Five,10\n");
        await GoAsync();
        Assert.Equal(["S4"], await Grain.FindUnknownAsync(["S4", "S5"]));
    }

    [Fact]
    public async Task A_file_that_is_touched_but_not_changed_leaves_the_upload_in_force()
    {
        await Grain.PutAsync(Csv("S4,Four,30\n"));
        File.SetLastWriteTimeUtc(cluster.StoresFile, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Null(
            await cluster
                .Silos.Silos[0]
                .ServiceProvider.GetRequiredService<StoreMasterVersions>()
                .AddFileAsync(null, CancellationToken.None)
        );
        Assert.Equal(2, cluster.StoreMasters.Entries.Count);
    }

    [Fact]
    public async Task A_file_that_is_changed_while_it_is_read_is_not_a_version()
    {
        await Grain.FindUnknownAsync(["S1"]);
        File.WriteAllText(cluster.StoresFile, Header + "S5,Five,10\n");
        var services = cluster.Silos.Silos[0].ServiceProvider;
        var stamp = services.GetRequiredService<StoreMasterFile>().Stamp();
        Assert.Null(
            await services
                .GetRequiredService<StoreMasterVersions>()
                .AddFileAsync(stamp with { Length = stamp.Length - 1 }, CancellationToken.None)
        );
        Assert.NotNull(await services.GetRequiredService<StoreMasterVersions>().AddFileAsync(stamp, CancellationToken.None));
    }

    [Fact]
    public async Task A_broken_upload_is_refused_whole_with_every_wrong_line()
    {
        var receipt = await Grain.PutAsync(Csv("S4,Four,30\nS5\n,Six,30\n"));
        Assert.Equal([new(3, "1 fields, and the header has 3"), new(4, "the store id is empty")], receipt.Faults);
        Assert.Equal((1, 3), (receipt.Version.Number, receipt.Version.Stores));
        Assert.Equal(["S4"], await Grain.FindUnknownAsync(["S1", "S4"]));
        Assert.Single(cluster.StoreMasters.Entries);
    }

    [Fact]
    public async Task The_same_upload_again_is_no_new_version_but_an_older_one_is()
    {
        foreach (var (csv, version) in new[] { ("S4,Four,30\n", 2), ("S4,Four,30\n", 2), ("S5,Five,30\n", 3), ("S4,Four,30\n", 4) })
            Assert.Equal(version, (await Grain.PutAsync(Csv(csv))).Version.Number);
    }

    [Fact]
    public async Task Uploads_at_once_become_one_version_each_and_the_last_is_in_force()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Grain.PutAsync(Csv($"U{i},Name,10\n"))));
        Assert.Equal(Enumerable.Range(2, 20), receipts.Select(receipt => receipt.Version.Number).Order());
        var last = Array.FindIndex(receipts, receipt => receipt.Version.Number == 21);
        Assert.NotNull(await Grain.FindAsync($"U{last}"));
    }

    [Fact]
    public async Task A_version_of_another_activation_is_loaded_and_its_number_not_reused()
    {
        await Grain.FindUnknownAsync(["S1"]);
        var csv = Csv("S7,Seven,10\n");
        await cluster.StoreMasters.AddAsync(
            new StoreMasterEntry(2, StoreMasterSource.Upload, 1, DateTimeOffset.UnixEpoch, "elsewhere"),
            csv,
            CancellationToken.None
        );
        Assert.Equal(3, (await Grain.PutAsync(Csv("S8,Eight,10\n"))).Version.Number);
        await cluster.StoreMasters.AddAsync(
            new StoreMasterEntry(4, StoreMasterSource.Upload, 1, DateTimeOffset.UnixEpoch, "elsewhere"),
            csv,
            CancellationToken.None
        );
        await Eventually.TrueAsync(async () => await Grain.FindAsync("S7") is not null, "the other's version is in force");
    }

    [Fact]
    public async Task A_broken_file_does_not_hide_the_versions_before_it_from_a_new_activation()
    {
        await Grain.FindUnknownAsync(["S1"]);
        File.WriteAllText(cluster.StoresFile, "nonsense");
        await GoAsync();
        Assert.Empty(await Grain.FindUnknownAsync(["S1"]));
        Assert.Contains("column 'storeid' is missing", (await Grain.GetVersionAsync()).Problem);
    }

    [Fact]
    public async Task A_file_that_the_ledger_could_not_store_is_loaded_later()
    {
        await Grain.FindUnknownAsync(["S1"]);
        cluster.StoreMasters.Trouble = new StorageUnavailableException("away", new IOException());
        File.WriteAllText(cluster.StoresFile, Header + "S4,Four,10\n");
        await Eventually.TrueAsync(() => cluster.StoreMasters.Refusals > 0, "the ledger was asked");
        Assert.Equal(["S4"], await Grain.FindUnknownAsync(["S1", "S4"]));
        cluster.StoreMasters.Trouble = null;
        await Eventually.TrueAsync(async () => (await Grain.FindUnknownAsync(["S1", "S4"])) is ["S1"], "the new file is in force");
    }

    [Fact]
    public async Task Questions_are_answered_while_a_large_upload_is_read()
    {
        var put = Grain.PutAsync(Csv(string.Concat(Enumerable.Range(0, 300_000).Select(store => $"L{store},A name of some length,10\n"))));
        var answered = 0;
        while (!put.IsCompleted)
        {
            await Grain.FindUnknownAsync(["S1"]);
            answered++;
        }

        Assert.Equal(300_000, (await put).Version.Stores);

        // One that had to wait for the upload would be the only one.
        Assert.True(answered > 1, $"{answered} questions were answered meanwhile");
    }

    private static byte[] Csv(string rows) => Encoding.UTF8.GetBytes(Header + rows);

    /// <summary>Waits until the grain has followed the file to a version with that property.</summary>
    private async Task<StoreMasterVersion> VersionAsync(Func<StoreMasterVersion, bool> property)
    {
        StoreMasterVersion version = null!;
        await Eventually.TrueAsync(async () => property(version = await Grain.GetVersionAsync()), "the file is followed");
        return version;
    }

    private Task GoAsync() => cluster.Silos.DeactivateAsync(Grain);

    /// <summary>A ConfigMap's file is a link into <c>..data</c>, itself a link that is exchanged when the ConfigMap changes.</summary>
    private static void MountAsKubernetesDoes(string mount, string version, string stores)
    {
        Directory.CreateDirectory(Path.Combine(mount, version));
        File.WriteAllText(Path.Combine(mount, version, "stores.csv"), Header + stores);
        if (Directory.Exists(Path.Combine(mount, "..data")))
            Directory.Delete(Path.Combine(mount, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(mount, "..data"), version);
        if (!File.Exists(Path.Combine(mount, "stores.csv")))
            File.CreateSymbolicLink(Path.Combine(mount, "stores.csv"), "..data/stores.csv");
    }
}
