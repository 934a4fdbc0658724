using System.Collections.Immutable;
using RetailPulse.Grains.Visits;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Visits;

public sealed class VisitListGrainTests
{
    private static readonly ImmutableArray<string> Stores = ["S1", "S2", "S3", "S4"];

    private readonly FakeVisitQueries ledger = new(Of("S1", 0), Of("S1", 1), Of("S3", 0), Of("S3", 1), Of("S4", 0));

    [Fact]
    public async Task Images_come_store_by_store_in_order() => Assert.Equal("S1/0 S1/1 S3/0 S3/1 S4/0", await ReadAsync(null, 100));

    [Fact]
    public async Task A_page_begins_where_the_last_one_ended_and_is_full_while_there_are_more()
    {
        Assert.Equal("S1/0 S1/1 S3/0", await ReadAsync(null, 3));
        Assert.Equal("S3/1 S4/0", await ReadAsync(Of("S3", 0), 3));
        Assert.Equal("S3/0 S3/1", await ReadAsync(Of("S1", 1), 2));
        Assert.Equal("", await ReadAsync(Of("S4", 0), 2));
    }

    [Fact]
    public async Task Stores_without_visits_and_those_before_the_page_are_not_asked_about()
    {
        await ReadAsync(Of("S3", 0), 100);
        Assert.Equal(["S3", "S4"], ledger.Asked);
    }

    private static Measurement Of(string store, int image) => new(store, new VisitPlace(null, 1, 0), image, 4);

    private async Task<string> ReadAsync(Measurement? after, int limit) =>
        string.Join(
            ' ',
            (
                await new VisitListGrain(ledger).ReadMeasurementsAsync(
                    new MeasurementQuery(Stores, new VisitPeriod(null, null), after, limit)
                )
            ).Select(found => $"{found.StoreId}/{found.Image}")
        );
}
