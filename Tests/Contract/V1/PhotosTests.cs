using RetailPulse.Client;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/photos</c> over real HTTP.</summary>
public sealed class PhotosTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task Images_of_all_jobs_are_listed_with_their_stores()
    {
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var first = await product.Client.Jobs.SubmitAsync(
            new Submission([new VisitToMeasure("S1", ["http://a.example/1", "http://a.example/gone"], "2026-05-04")])
        );
        var second = await product.Client.Jobs.SubmitAsync(
            new Submission([
                new VisitToMeasure("S3", ["http://a.example/2"], "2026-05-05"),
                new VisitToMeasure("S9", ["http://a.example/3"], "some day"),
            ])
        );
        await api.EndAsync(first.Id);
        await api.EndAsync(second.Id);

        var photos = await product.Client.Photos.ListAsync(new PhotoQuery { PageSize = 1 }).ToListAsync();
        Assert.Equal(
            [(second.Id, 0, 0, "measured"), (first.Id, 0, 0, "measured"), (first.Id, 0, 1, "failed"), (second.Id, 1, 0, "failed")],
            photos.Select(photo => (photo.JobId, photo.Visit, photo.Image, photo.Status))
        );
        Assert.Equal(("http_404", null, "http://a.example/gone"), (photos[2].Reason, photos[2].Width, photos[2].Url));
        Assert.NotNull(photos[0].StoreName);
        Assert.Null(photos[3].StoreName);
        Assert.Null(photos[3].Date);
        Assert.Equal(
            [first.Id],
            await product
                .Client.Photos.ListAsync(
                    new PhotoQuery
                    {
                        Store = "S1",
                        Is = ["failed", "repeated"],
                        From = new(2026, 5, 4, 0, 0, 0, TimeSpan.Zero),
                    }
                )
                .Select(photo => photo.JobId)
                .ToListAsync()
        );
        Assert.Equal(
            [second.Id],
            await product.Client.Photos.ListAsync(new PhotoQuery { Area = "20" }).Select(photo => photo.JobId).ToListAsync()
        );
        Assert.Empty(await product.Client.Photos.ListAsync(new PhotoQuery { Area = "nowhere" }).ToListAsync());
    }

    [Theory]
    [InlineData("is=failed,", "is")]
    [InlineData("is=Failed", "is")]
    [InlineData("from=2026-05-05&to=2026-05-04", "to")]
    [InlineData("from=x&store=&area=&y=1", "store", "area", "from", "y")]
    [InlineData("page_token=AAAAAAAAAAAAAAAAAAAAAA", "page_token")]
    public async Task Every_wrong_field_is_named(string query, params string[] fields) =>
        Assert.Equal(fields, await api.RefusedFieldsAsync($"photos?{query}"));
}
