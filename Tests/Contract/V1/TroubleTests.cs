using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailPulse.Client;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Reading;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Responses of API v1 when the ledger cannot be read, and the release of its reads.</summary>
public sealed class TroubleTests : IAsyncLifetime
{
    private readonly Product product;
    private readonly HttpClient exports = new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = ConnectAsync });
    private TroubledReads reads = null!;

    public TroubleTests() =>
        product = new Product(Path.GetTempPath(), real: false, ("RetailPulse:Api:MaxBodyBytes", "33554432"))
        {
            Replace = services =>
                services.Replace(
                    ServiceDescriptor.Singleton<IJobQueries>(provider =>
                        reads = new TroubledReads(new SqliteJobQueries(provider.GetRequiredService<SqliteDatabase>()))
                    )
                ),
        };

    private Api Api => new(product.Http);

    public async ValueTask InitializeAsync()
    {
        await product.InitializeAsync();
        await Api.GetAsync("jobs");
    }

    public ValueTask DisposeAsync()
    {
        exports.Dispose();
        return product.DisposeAsync();
    }

    [Fact]
    public async Task A_ledger_that_does_not_answer_is_unavailable()
    {
        product.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Http404);
        var id = await Api.SubmitAsync(("S1", ["http://a.example/1"]));
        await Eventually.TrueAsync(() => product.Count("SELECT count(*) FROM jobs WHERE ended_at IS NOT NULL") == 1, "the job ends");
        reads.Trouble = new StorageUnavailableException("secret");
        string[] paths = ["jobs", $"jobs/{id}", $"jobs/{id}/images"];
        var answers = await Task.WhenAll([.. paths.Select(path => product.Http.GetAsync($"/api/v1/{path}")), ExportAsync(id)]);
        foreach (var answer in answers)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal(["2"], answer.Headers.GetValues("Retry-After"));
            Assert.Equal(
                $$"""{"type":"about:blank","title":"Service Unavailable","status":503,"code":"unavailable","instance":"urn:uuid:{{IdOf(answer)}}","detail":"The service is temporarily unavailable. Retry later."}""",
                await answer.Content.ReadAsStringAsync()
            );
            answer.Dispose();
        }
    }

    [Fact]
    public async Task A_silo_of_an_earlier_version_that_lacks_a_method_is_unavailable()
    {
        reads.Trouble = new TypeLoadException("Unable to resolve type alias");
        var problem = await Api.FailAsync(HttpStatusCode.ServiceUnavailable, "jobs");
        Assert.Equal("unavailable", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_fault_of_our_own_tells_nothing_of_the_inside()
    {
        reads.Trouble = new InvalidOperationException("secret");
        var problem = await Api.FailAsync(HttpStatusCode.InternalServerError, "jobs");
        Assert.Equal(
            $$"""{"type":"about:blank","title":"Internal Server Error","status":500,"code":"internal_error","instance":"{{problem.GetProperty("instance").GetString()}}"}""",
            problem.GetRawText()
        );
    }

    private static string IdOf(HttpResponseMessage response) => response.Headers.GetValues("Request-Id").Single();

    [Fact]
    public async Task An_export_that_breaks_in_the_middle_never_looks_complete()
    {
        var id = await SubmitLargeAsync();
        reads.SoundReads = 2;
        using var response = await ExportAsync(id);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
        await Eventually.TrueAsync(() => reads.Open == 0, "the snapshot is released");
    }

    [Fact]
    public async Task Nor_does_it_to_the_client()
    {
        var id = await SubmitLargeAsync();
        reads.SoundReads = 2;
        var read = 0;
        await Assert.ThrowsAsync<RetailPulseException>(async () =>
        {
            await foreach (var _ in product.Client.Jobs.ExportImagesAsync(id))
                read++;
        });
        Assert.InRange(read, 1, 9_999);
        reads.SoundReads = 2;
        await Assert.ThrowsAsync<RetailPulseException>(() => product.Client.Jobs.ExportCsvAsync(id, Stream.Null));
    }

    [Fact]
    public async Task A_client_that_goes_ends_its_read()
    {
        var id = await SubmitLargeAsync();
        var response = await RetryOn503.AskAsync(() => ExportAsync(id));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(0, reads.Open);
        response.Dispose();
        await Eventually.TrueAsync(() => reads.Open == 0, "the snapshot is released");
    }

    [Fact]
    public async Task Exports_leave_connections_for_the_work()
    {
        var id = await SubmitLargeAsync();
        var held = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => RetryOn503.AskAsync(() => ExportAsync(id))));
        Assert.All(held, export => Assert.Equal(HttpStatusCode.OK, export.StatusCode));
        using (var refused = await ExportAsync(id))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        foreach (var export in held)
            export.Dispose();
        await Eventually.TrueAsync(() => reads.Open == 0, "the snapshots are released");
        await Eventually.TrueAsync(
            async () =>
            {
                using var next = await ExportAsync(id);
                return next.StatusCode == HttpStatusCode.OK;
            },
            "there is room for another export"
        );
    }

    /// <summary>An export of 20 MB: more than the network buffers of an export that nobody reads.</summary>
    private async Task<long> SubmitLargeAsync()
    {
        string[] images = [.. Enumerable.Repeat($"http://a.example/{new string('x', 1_900)}", 1_000)];
        var id = await Api.SubmitAsync([.. Enumerable.Repeat(("S1", images), 10)]);
        await Api.EndAsync(id);
        return id;
    }

    private Task<HttpResponseMessage> ExportAsync(long id)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(product.Http.BaseAddress!, $"/api/v1/jobs/{id}/images"));
        request.Headers.Accept.ParseAdd("text/csv");
        return exports.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Takes little of what it does not read: a receive buffer that grows by itself may come to hold a whole export.</summary>
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
