using System.Collections.Immutable;
using System.IO.Pipelines;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Submissions.Uploads;
using RetailPulse.WebFrontend.V1.Jobs;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Jobs;

public sealed class UploadFindingsTests
{
    private readonly UploadFindings findings = new(100);
    private int visits;

    [Fact]
    public void A_url_that_first_occurs_near_the_end_of_a_million_is_compared()
    {
        const int images = 1_000;
        for (var visit = 0; visit < 999; visit++)
            Add("S1", [.. Enumerable.Range(visit * images, images).Select(Url)]);
        Add("S1", [Url(998_999), Url(7), Url(998_999)]);
        var found = Response();
        Assert.Equal(2, found.RepeatedUrlsTotal);
        Assert.Equal(
            [(Url(998_999), 3L, 999L), (Url(7), 2L, 1L)],
            found.RepeatedUrls.Select(repeated => (repeated.Url, (long)repeated.Images, repeated.Line!.Value))
        );
    }

    [Fact]
    public void Unknown_stores_are_counted_up_to_the_largest_store_master()
    {
        for (var store = 0; store < 500_001; store++)
            Add($"S{store}", [], unknown: true);
        Add("S499999", [], unknown: false);
        var found = Response();
        Assert.Equal((500_000, 100), (found.UnknownStoresTotal, found.UnknownStores.Count));
    }

    [Fact]
    public void A_table_returns_the_last_value_of_every_digest()
    {
        var table = new DigestTable<int>(10_000);
        for (var round = 1; round <= 2; round++)
        {
            for (var number = 0; number < 12_000; number++)
                table.Set(Digest(number), number * round);
        }

        Assert.True(table.IsFull);
        for (var number = 0; number < 10_000; number++)
            Assert.True(table.TryGetValue(Digest(number), out var value) && value == number * 2);
        for (var number = 10_000; number < 12_000; number++)
            Assert.False(table.Contains(Digest(number)));

        // Multiples of the first capacity, which collide.
        static ulong Digest(int number) => (ulong)number * 4_096;
    }

    private static string Url(int number) => $"http://a.example/{number}";

    private void Add(string store, ImmutableArray<string> urls, bool unknown = false) =>
        findings.Add(new UploadPart(visits, [new VisitSubmission(store, "2026-05-04", [.. urls])], [++visits]), unknown ? [store] : []);

    private ValidationResponse Response() =>
        findings.ToResponse(new UploadReader(UploadFormat.Ndjson, PipeReader.Create(Stream.Null), 100, null));
}
