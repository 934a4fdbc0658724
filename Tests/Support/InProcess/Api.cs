using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary>API v1 as a client calls it.</summary>
internal sealed class Api(HttpClient http)
{
    public async Task<long> SubmitAsync(params (string Store, string[] Images)[] visits)
    {
        var body = Submissions.Json(visits.Select(visit => (visit.Store, visit.Images.AsEnumerable())), "t");
        var key = Guid.NewGuid().ToString("N");
        using var response = await RetryOn503.AskAsync(() => PostAsync(body, key));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
    }

    /// <summary>Returns the body of a 200. Retries a 503 of a busy machine.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await RetryOn503.AskAsync(() => http.GetAsync($"/api/v1/{path}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Sends a request and returns the status and body of the response.</summary>
    /// <param name="body">JSON; <see langword="null"/>: none.</param>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = Request(method, path, body);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The body of an error, regardless of its status.</summary>
    public async Task<JsonElement> FailAsync(HttpStatusCode status, string path, HttpMethod? method = null, string? body = null)
    {
        using var request = Request(method ?? HttpMethod.Get, path, body);
        using var response = await http.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        return problem;
    }

    private async Task<HttpResponseMessage> PostAsync(object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/submit/") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request);
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string? body) =>
        new(method, $"/api/v1/{path}") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };

    /// <summary>The names of the fields that a query is refused for.</summary>
    public async Task<IEnumerable<string?>> RefusedFieldsAsync(string path)
    {
        var problem = await FailAsync(HttpStatusCode.BadRequest, path);
        Assert.Equal("invalid_query", problem.GetProperty("code").GetString());
        return problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString());
    }

    public async Task<JsonElement> EndAsync(long id)
    {
        var job = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
                (job = await GetAsync(string.Create(CultureInfo.InvariantCulture, $"jobs/{id}"))).GetProperty("status").GetString()
                != "ongoing",
            $"job {id} ends"
        );
        return job;
    }
}
