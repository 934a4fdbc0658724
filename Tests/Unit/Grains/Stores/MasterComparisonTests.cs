using RetailPulse.Grains.Stores;
using RetailPulse.Stores;

namespace RetailPulse.Tests.Unit.Grains.Stores;

public sealed class MasterComparisonTests
{
    [Fact]
    public void Added_removed_and_changed_stores_are_told_apart()
    {
        var difference = MasterComparison.Compare(
            Master(("A", "One", "10"), ("B", "Two", "10"), ("C", "Three", "10"), ("a", "Four", "10")),
            Master(("B", "Two", "20"), ("C", "Three", "10"), ("D", "Five", "10"), ("a", "4", "10"))
        );
        Assert.Equal(4, difference.Stores);
        Assert.Equal((1, 1, 2), (difference.Added, difference.Removed, difference.Changed));
        Assert.Equal([new Store("D", "Five", "10")], difference.FirstAdded);
        Assert.Equal([new Store("A", "One", "10")], difference.FirstRemoved);
        Assert.Equal(
            [
                new StoreChange(new Store("B", "Two", "10"), new Store("B", "Two", "20")),
                new StoreChange(new Store("a", "Four", "10"), new Store("a", "4", "10")),
            ],
            difference.FirstChanged
        );
    }

    [Fact]
    public void Equal_masters_do_not_differ()
    {
        var difference = MasterComparison.Compare(Master(("A", "One", "10")), Master(("A", "One", "10")));
        Assert.Equal((1, 0, 0, 0), (difference.Stores, difference.Added, difference.Removed, difference.Changed));
    }

    [Fact]
    public void Of_many_differences_the_first_100_are_listed()
    {
        var many = Enumerable.Range(0, 250).Select(i => ($"S{i:D3}", "Name", "10")).ToArray();
        var added = MasterComparison.Compare(Master(), Master(many));
        Assert.Equal((250, 100, "S099"), (added.Added, added.FirstAdded.Length, added.FirstAdded[^1].StoreId));
        var removed = MasterComparison.Compare(Master(many), Master());
        Assert.Equal((250, 100, "S000"), (removed.Removed, removed.FirstRemoved.Length, removed.FirstRemoved[0].StoreId));
    }

    private static StoreMaster Master(params (string Id, string Name, string Area)[] stores) =>
        new([.. stores.Select(store => new Store(store.Id, store.Name, store.Area))]);
}
