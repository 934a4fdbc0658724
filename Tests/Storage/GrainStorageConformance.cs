using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using RetailPulse.Grains.Jobs.Submission;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests Orleans' own provider on our tables: every engine fences documents by their etags.</summary>
public abstract class GrainStorageConformance(Product product)
{
    private readonly GrainId id = GrainId.Create("job", Guid.NewGuid().ToString("N"));

    private IGrainStorage Storage => product.Services.GetRequiredKeyedService<IGrainStorage>("Default");

    [Fact]
    public async Task A_document_is_read_as_it_was_written()
    {
        Assert.False((await ReadAsync()).RecordExists);
        await WriteAsync(New(17));
        var read = await ReadAsync();
        Assert.True(read.RecordExists);
        Assert.Equal(17, read.State!.ReservedUpTo);
    }

    [Fact]
    public async Task Of_two_first_writes_the_second_is_refused()
    {
        var (one, two) = (New(1), New(2));
        await WriteAsync(one);
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(two));
        Assert.Equal(1, (await ReadAsync()).State!.ReservedUpTo);
    }

    [Fact]
    public async Task A_late_write_is_refused()
    {
        await WriteAsync(New(1));
        var (one, two) = (await ReadAsync(), await ReadAsync());
        one.State!.ReservedUpTo = 10;
        await WriteAsync(one);
        two.State!.ReservedUpTo = 20;
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(two));
        one.State!.ReservedUpTo = 11;
        await WriteAsync(one);
        Assert.Equal(11, (await ReadAsync()).State!.ReservedUpTo);
    }

    [Fact]
    public async Task Of_many_writes_at_once_one_wins()
    {
        await WriteAsync(New(1));
        var rivals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync()));
        var wins = await Task.WhenAll(
            rivals.Select(async rival =>
            {
                try
                {
                    await WriteAsync(rival);
                    return true;
                }
                catch (InconsistentStateException)
                {
                    return false;
                }
            })
        );
        Assert.Equal(1, wins.Count(won => won));
    }

    [Fact]
    public async Task A_cleared_document_is_gone()
    {
        await WriteAsync(New(1));
        var read = await ReadAsync();
        await Storage.ClearStateAsync("job-ids", id, read);
        Assert.False((await ReadAsync()).RecordExists);
    }

    [Fact]
    public async Task Documents_whose_keys_differ_in_anything_are_apart()
    {
        GrainId[] ids =
        [
            id,
            GrainId.Create("job", $"{id.Key}x"),
            GrainId.Create("job", "7"),
            GrainId.Create("job", "7+a"),
            GrainId.Create("job", "7+b"),
        ];
        foreach (var (number, each) in ids.Index())
            await Storage.WriteStateAsync("job-ids", each, New(number));
        foreach (var (number, each) in ids.Index())
        {
            var state = new GrainState<StoredJobIds>(new StoredJobIds());
            await Storage.ReadStateAsync("job-ids", each, state);
            Assert.Equal(number, state.State!.ReservedUpTo);
        }
    }

    private static GrainState<StoredJobIds> New(long reserved) => new(new StoredJobIds { ReservedUpTo = reserved });

    private async Task<GrainState<StoredJobIds>> ReadAsync()
    {
        var state = new GrainState<StoredJobIds>(new StoredJobIds());
        await Storage.ReadStateAsync("job-ids", id, state);
        return state;
    }

    private Task WriteAsync(GrainState<StoredJobIds> state) => Storage.WriteStateAsync("job-ids", id, state);
}
