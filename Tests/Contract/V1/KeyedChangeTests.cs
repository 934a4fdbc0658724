using System.Net;
using System.Text;
using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Changes that are repeated under an <c>Idempotency-Key</c>, over real HTTP.</summary>
public sealed class KeyedChangeTests : IAsyncLifetime
{
    private const string Master = "store_id,store_name,area_code\nS1,One,10\n";

    private readonly Product product = new();

    private Api Api => new(product.Http);

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Fact]
    public async Task A_retry_is_made_once_though_the_job_has_failed_again()
    {
        var id = await FailedAsync();
        var first = await SendAsync(HttpMethod.Post, $"jobs/{id}/retry", "{}", "one");
        Assert.Equal((HttpStatusCode.Accepted, 1, false), (first.Status, first.Body.GetProperty("retried").GetInt32(), first.Replayed));
        await Api.EndAsync(id);
        var again = await SendAsync(HttpMethod.Post, $"jobs/{id}/retry", "{  }", "one");
        Assert.Equal((HttpStatusCode.Accepted, 1, true), (again.Status, again.Body.GetProperty("retried").GetInt32(), again.Replayed));
        Assert.Equal("failed", again.Body.GetProperty("job").GetProperty("status").GetString());
        Assert.Equal(2, Calls);

        await SendAsync(HttpMethod.Post, $"jobs/{id}/retry", "{}", "two");
        await Api.EndAsync(id);
        Assert.Equal(3, Calls);
    }

    [Fact]
    public async Task An_amendment_is_made_once_though_the_image_has_failed_again()
    {
        var id = await FailedAsync();
        foreach (var replayed in (bool[])[false, true])
        {
            Assert.Equal(
                (HttpStatusCode.Accepted, replayed),
                await StatusAsync(HttpMethod.Patch, $"jobs/{id}/visits/0/images/0", """{"url":"http://a.example/bad2"}""", "one")
            );
            await Api.EndAsync(id);
        }

        Assert.Equal(1, product.Fetcher.Calls["http://a.example/bad2"]);
    }

    [Fact]
    public async Task A_cancellation_that_is_repeated_does_not_end_a_later_retry()
    {
        var id = await FailedAsync();
        Assert.Equal((HttpStatusCode.OK, false), await StatusAsync(HttpMethod.Post, $"jobs/{id}/cancel", null, "one"));
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        await SendAsync(HttpMethod.Post, $"jobs/{id}/retry", "{}", "two");

        // It responds when it has waited some seconds in vain for the end.
        var again = await SendAsync(HttpMethod.Post, $"jobs/{id}/cancel", null, "one");
        Assert.Equal((true, "ongoing"), (again.Replayed, again.Body.GetProperty("status").GetString()));
        held.SetResult();
        Assert.Equal("failed", (await Api.EndAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task An_upload_that_is_repeated_does_not_replace_a_later_one()
    {
        Assert.Equal((HttpStatusCode.OK, false), await StatusAsync(HttpMethod.Put, "stores", $"{Master}S2,Two,10\n", "one"));
        Assert.Equal((HttpStatusCode.OK, false), await StatusAsync(HttpMethod.Put, "stores", $"{Master}S3,Three,10\n", "two"));
        var again = await SendAsync(HttpMethod.Put, "stores", $"{Master}S2,Two,10\n", "one");
        Assert.Equal((true, 2), (again.Replayed, again.Body.GetProperty("stores").GetInt32()));
        await Api.GetAsync("stores/S3");
        await Api.FailAsync(HttpStatusCode.NotFound, "stores/S2");
    }

    [Fact]
    public async Task A_key_stands_for_one_request()
    {
        var id = await FailedAsync();
        await SendAsync(HttpMethod.Post, $"jobs/{id}/retry", "{}", "one");
        foreach (
            var (method, path, body) in ((HttpMethod, string, string?)[])
                [
                    (HttpMethod.Post, $"jobs/{id}/retry", """{"reason":"dns"}"""),
                    (HttpMethod.Post, $"jobs/{id}/cancel", null),
                    (HttpMethod.Put, "stores", Master),
                    (HttpMethod.Post, "jobs", InvalidBodies.Valid),
                ]
        )
        {
            var conflict = await SendAsync(method, path, body, "one");
            Assert.Equal(
                (HttpStatusCode.UnprocessableEntity, "idempotency_key_conflict"),
                (conflict.Status, conflict.Body.GetProperty("code").GetString())
            );
        }

        var wrong = await SendAsync(HttpMethod.Post, $"jobs/{id}/cancel", null, "two words");
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_idempotency_key"), (wrong.Status, wrong.Body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_refusal_leaves_the_key_free()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, "jobs/777777/retry", "{}", "one")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Put, "stores", "nothing", "one")).Status);
        var id = await FailedAsync();
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await SendAsync(HttpMethod.Patch, $"jobs/{id}/visits/9/images/0", """{"url":"http://a.example/"}""", "one")).Status
        );
        Assert.Equal((HttpStatusCode.Accepted, false), await StatusAsync(HttpMethod.Post, $"jobs/{id}/retry", "{}", "one"));
        await Api.EndAsync(id);
    }

    private int Calls => product.Fetcher.Calls["http://a.example/bad"];

    private async Task<long> FailedAsync()
    {
        product.Fetcher.Answer = (url, _) =>
            url.Contains("bad", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await Api.SubmitAsync(("S1", ["http://a.example/bad"]));
        await Api.EndAsync(id);
        return id;
    }

    private async Task<(HttpStatusCode Status, bool Replayed)> StatusAsync(HttpMethod method, string path, string? body, string key)
    {
        var (status, _, replayed) = await SendAsync(method, path, body, key);
        return (status, replayed);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body, bool Replayed)> SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string key
    )
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, method == HttpMethod.Put ? "text/csv" : "application/json");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await product.Http.SendAsync(request);
        return (
            response.StatusCode,
            JsonElement.Parse(await response.Content.ReadAsStringAsync()),
            response.Headers.Contains("Idempotent-Replayed")
        );
    }
}
