using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RetailPulse.Client;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>PUT /api/v1/stores</c> over real HTTP.</summary>
public sealed class StoreMasterTests : IAsyncLifetime
{
    private const string Header = "store_id,store_name,area_code\n";

    private readonly Product product = new();
    private Api api = null!;

    private StoresClient Stores => product.Client.Stores;

    public async ValueTask InitializeAsync()
    {
        await product.InitializeAsync();
        api = new Api(product.Http);
    }

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Fact]
    public async Task A_new_master_is_in_force_at_once_and_on_disk()
    {
        Assert.Equal((1, "file", 3), Version(await Stores.GetMasterAsync()));
        Assert.Equal(
            (2, "upload", 1),
            Version(await Stores.PutMasterAsync("AreaCode,StoreName,StoreID\n30,\"Löwe & Söhne, Markt/7\",N/1\n"u8.ToArray()))
        );
        Assert.Equal((2, "upload", 1), Version(await Stores.GetMasterAsync()));
        Assert.Equal("Löwe & Söhne, Markt/7", (await Stores.GetAsync("N/1")).StoreName);
        Assert.Equal("/api/v1/stores/N%2F1", (await Stores.ListAsync(text: "LÖWE").SingleAsync()).Links.Self);
        Assert.Equal(2, product.Count("SELECT count(*) FROM store_masters"));

        var job = await api.EndAsync(await api.SubmitAsync(("S1", ["http://a.example/1"]), ("N/1", ["http://a.example/2"])));
        Assert.Equal("unknown_store", job.GetProperty("failures").GetProperty("largest")[0].GetProperty("reason").GetString());
        Assert.Equal(1, job.GetProperty("counts").GetProperty("measured").GetInt64());
    }

    [Fact]
    public async Task A_preview_shows_the_changes_and_makes_none()
    {
        var before = await Stores.GetMasterIfChangedAsync();
        var preview = await Stores.PreviewMasterAsync(Encoding.UTF8.GetBytes(Header + "S1,Renamed,10\nN1,New,30\n"));
        Assert.Equal((1, "file", 3), Version(preview));
        Assert.Equal(
            (2, 1, 2, 1),
            (preview.Preview!.Stores, preview.Preview.AddedTotal, preview.Preview.RemovedTotal, preview.Preview.ChangedTotal)
        );
        Assert.Equal(new PreviewedStore("N1", "New", "30"), preview.Preview.Added.Single());
        Assert.Equal("Renamed", preview.Preview.Changed.Single().StoreName);
        Assert.Null((await Stores.GetMasterIfChangedAsync(before.ETag)).Value);
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() =>
            Stores.PreviewMasterAsync(Encoding.UTF8.GetBytes(Header + "N2\n"))
        );
        Assert.Equal("invalid_store_master", refused.Code);
        Assert.Equal(1, product.Count("SELECT count(*) FROM store_masters"));
    }

    [Fact]
    public async Task An_upload_replaces_only_the_version_that_it_names()
    {
        var first = await Stores.GetMasterIfChangedAsync();
        byte[] mine = Encoding.UTF8.GetBytes(Header + "N1,Mine,30\n");
        Assert.Equal(2, (await Stores.PutMasterOverAsync(Encoding.UTF8.GetBytes(Header + "N1,Theirs,30\n"), first.ETag!)).Version);
        var refused = await Assert.ThrowsAsync<RetailPulseException>(() => Stores.PutMasterOverAsync(mine, first.ETag!));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "precondition_failed"), (refused.Status, refused.Code));
        Assert.Equal("Theirs", (await Stores.GetAsync("N1")).StoreName);

        var second = await Stores.GetMasterIfChangedAsync(first.ETag);
        Assert.Equal(2, second.Value!.Version);
        Assert.Equal(3, (await Stores.PutMasterOverAsync(mine, second.ETag!)).Version);

        // The response may have been lost: a repetition finds its own version in force.
        Assert.Equal(3, (await Stores.PutMasterOverAsync(mine, second.ETag!)).Version);
    }

    [Fact]
    public async Task An_upload_replaces_the_version_it_names_while_the_file_is_rejected()
    {
        var before = (await Stores.GetMasterIfChangedAsync()).ETag!;
        product.WriteStores("nonsense");
        Tagged<StoreMaster> rejected = null!;
        await Eventually.TrueAsync(
            async () => (rejected = await Stores.GetMasterIfChangedAsync()).Value!.Problem is not null,
            "the file is rejected"
        );
        Assert.NotEqual(before, rejected.ETag);
        Assert.Null((await Stores.GetMasterIfChangedAsync(rejected.ETag)).Value);
        var replaced = await Stores.PutMasterOverAsync(Encoding.UTF8.GetBytes(Header + "N1,Mine,30\n"), rejected.ETag!);
        Assert.Equal((2, "upload", 1), Version(replaced));
        foreach (var outdated in (string[])[before, rejected.ETag!])
        {
            var refused = await Assert.ThrowsAsync<RetailPulseException>(() =>
                Stores.PutMasterOverAsync(Encoding.UTF8.GetBytes(Header + "N2,Other,30\n"), outdated)
            );
            Assert.Equal(HttpStatusCode.PreconditionFailed, refused.Status);
        }
    }

    [Theory]
    [InlineData("If-None-Match", "*", "")]
    [InlineData("If-None-Match", "\"1\"", "")]
    [InlineData("If-None-Match", "*", "?validate_only=true")]
    [InlineData("If-Match", "", "")]
    public async Task A_condition_that_is_not_met_prevents_an_upload(string header, string value, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/stores{query}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Header + "N1,New,30\n")) { Headers = { ContentType = new("text/csv") } },
        };
        request.Headers.TryAddWithoutValidation(header, value);
        using var response = await product.Http.SendAsync(request);
        await response.ProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal((1, "file", 3), Version(await Stores.GetMasterAsync()));
    }

    [Fact]
    public async Task The_client_does_not_replace_a_version_without_a_tag() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Stores.PutMasterOverAsync(Encoding.UTF8.GetBytes(Header + "N1,New,30\n"), ""));

    [Fact]
    public async Task A_broken_master_is_refused_with_every_wrong_line_and_changes_nothing()
    {
        var (status, body) = await PutAsync(Header + "N1,New,30\nN2\nN1,Again,30\n");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_store_master", body.GetProperty("code").GetString());
        Assert.Equal(
            """[{"field":"line 3","message":"1 fields, and the header has 3"},{"field":"line 4","message":"store id 'N1' is on line 2 already"}]""",
            body.GetProperty("errors").GetRawText()
        );
        Assert.Equal((1, "file", 3), Version(await Stores.GetMasterAsync()));
        await api.FailAsync(HttpStatusCode.NotFound, "stores/N1");
    }

    [Fact]
    public async Task The_first_100_invalid_lines_are_listed()
    {
        var (_, body) = await PutAsync(Header + string.Concat(Enumerable.Repeat("N1\n", 5_000)));
        Assert.Equal(100, body.GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("")]
    [InlineData("store_id,store_name,area_code\n")]
    [InlineData("nonsense")]
    [InlineData("{\"stores\":[]}")]
    public async Task An_invalid_store_master_is_refused(string csv)
    {
        var (status, body) = await PutAsync(csv);
        Assert.Equal((HttpStatusCode.BadRequest, "line 1"), (status, body.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/csv; charset=windows-1252")]
    [InlineData("text/plain")]
    [InlineData("")]
    public async Task Another_content_type_is_refused(string type)
    {
        var (status, body) = await PutAsync(Header + "N1,New,30\n", type);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), (status, body.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("identity", HttpStatusCode.OK)]
    [InlineData("zstd", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_coding_that_changes_nothing_is_accepted(string coding, HttpStatusCode status)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Header + "N1,New,30\n"));
        content.Headers.ContentType = new("text/csv");
        content.Headers.ContentEncoding.Add(coding);
        using var response = await product.Http.PutAsync("/api/v1/stores", content);
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_more_than_32_MiB_is_refused(bool chunked)
    {
        using var content = new ByteArrayContent(new byte[33_554_433]);
        content.Headers.ContentType = new("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/stores") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        using var response = await product.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("body_too_large", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_store_master_larger_than_a_submission_is_accepted()
    {
        var (status, body) = await PutAsync(
            Header + string.Concat(Enumerable.Range(0, 60_000).Select(store => $"L{store},A name of usual length,10\n"))
        );
        Assert.Equal((HttpStatusCode.OK, 60_000), (status, body.GetProperty("stores").GetInt32()));
    }

    [Theory]
    [InlineData("text/csv", "sep=;\r\nStore ID;Store Name;Area Code;\r\nN1;\"Löwe; Söhne\";30;\r\n;;;\r\n\u001A", "utf-8")]
    [InlineData("text/csv; charset=UTF-16LE", "Store-ID\tStore Name\tArea Code\r\nN1\tLöwe; Söhne\t30\r\n", "utf-16")]
    public async Task A_master_that_a_spreadsheet_exported_is_taken(string type, string csv, string encoding)
    {
        var text = Encoding.GetEncoding(encoding);
        var (status, _) = await PutAsync([.. text.Preamble, .. text.GetBytes(csv)], type);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Löwe; Söhne", "30"), await Stores.GetAsync("N1") is var store ? (store.StoreName, store.AreaCode) : default);
    }

    [Fact]
    public async Task A_workbook_is_named_as_such()
    {
        var (status, body) = await PutAsync([.. "PK\u0003\u0004"u8, .. new byte[1_000]], "text/csv");
        Assert.Equal((HttpStatusCode.BadRequest, "line 1"), (status, body.GetProperty("errors")[0].GetProperty("field").GetString()));
        Assert.Contains("(.xlsx)", body.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    private static (int Version, string Source, int Stores) Version(StoreMaster master) => (master.Version, master.Source, master.Stores);

    private Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(string csv, string type = "text/csv") =>
        PutAsync(Encoding.UTF8.GetBytes(csv), type);

    private async Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(byte[] csv, string type)
    {
        using var content = new ByteArrayContent(csv);
        if (type.Length > 0)
            content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var response = await product.Http.PutAsync("/api/v1/stores", content);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
