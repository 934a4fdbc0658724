using System.Globalization;
using System.Text.Json;

namespace RetailPulse.Tests.Contract;

/// <summary><c>GET /api/visits</c> of more than any page holds.</summary>
public sealed class ManyVisitsTests : IAsyncLifetime
{
    private const int Stores = 2_500;
    private const int ImagesOfOne = 3_500;

    private readonly Product product = new();

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Fact]
    public async Task An_answer_of_many_pages_is_whole()
    {
        await PutStoresAsync();

        // Store 7 has one visit of many images and store 8 many visits of one; the others have one of each, but for every fifth.
        product.Write(
            $"""
            INSERT INTO jobs(job_id, submitted_at, visits, images, status, ended_at) VALUES(1, '', 0, 0, 'completed', '');
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {Stores - 1})
            INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images) SELECT 1, i, printf('N%05d', i), '', '2026-05-04T00:00:00.000Z', '[]', 1 FROM n WHERE i % 5 <> 0;
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {ImagesOfOne - 2})
            INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images) SELECT 1, 100000 + i, 'N00008', '', '2026-05-05T00:00:00.000Z', '[]', 1 FROM n;
            INSERT INTO image_results(job_id, visit_no, image_no, run, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            SELECT job_id, visit_no, 0, 0, 1, 1, 4, 1, 1, 1, '', '' FROM visits;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ImagesOfOne - 1})
            INSERT INTO image_results(job_id, visit_no, image_no, run, width, height, perimeter, bytes, attempts, elapsed_ms, finished_at, silo)
            SELECT 1, 7, i, 0, 1, 1, 4 + i, 1, 1, 1, '', '' FROM n;
            """
        );

        var all = await ReadAsync("");
        Assert.Equal(Enumerable.Range(0, Stores).Where(store => store % 5 != 0).Select(Id), all.Select(store => store.Id));
        Assert.All(all, store => Assert.Equal(store.Number is 7 or 8 ? ImagesOfOne : 1, store.Images));
        var area = await ReadAsync("?area=1");
        Assert.Equal(Stores / 2, area.Length);
        Assert.Equal(all.Where(store => store.Number % 2 == 1), area.Where(store => store.Images > 0));
    }

    private async Task PutStoresAsync()
    {
        var rows = Enumerable.Range(0, Stores).Select(store => $"{Id(store)},Name,{store % 2}\n");
        using var csv = new StringContent($"store_id,store_name,area_code\n{string.Concat(rows)}");
        csv.Headers.ContentType = new("text/csv");
        using var put = await product.Http.PutAsync("/api/v1/stores", csv);
        put.EnsureSuccessStatusCode();
    }

    private static string Id(int store) => string.Create(CultureInfo.InvariantCulture, $"N{store:00000}");

    private async Task<(string Id, int Number, int Images)[]> ReadAsync(string query)
    {
        using var json = JsonDocument.Parse(await product.Http.GetStringAsync($"/api/visits{query}"));
        return
        [
            .. json
                .RootElement.GetProperty("results")
                .EnumerateArray()
                .Select(store => (Id: store.GetProperty("store_id").GetString()!, Images: Distinct(store.GetProperty("data"))))
                .Select(store => (store.Id, int.Parse(store.Id[1..], CultureInfo.InvariantCulture), store.Images)),
        ];
    }

    /// <summary>How many images there are; those of store 7, which differ, are in order.</summary>
    private static int Distinct(JsonElement data)
    {
        var perimeters = data.EnumerateArray().Select(image => image.GetProperty("perimeter").GetInt64()).ToArray();
        Assert.Equal(perimeters.Order(), perimeters);
        return perimeters is [] or [.., 4] ? perimeters.Length : perimeters.Distinct().Count();
    }
}
