using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Tests.Support.InProcess;

/// <summary><c>POST /api/v1/jobs</c> as a client calls it.</summary>
internal static class ApiExtensions
{
    public static Task<HttpResponseMessage> SubmitAsync(
        this Product product,
        string body,
        string query = "",
        string? key = null,
        string path = "/api/v1/jobs"
    ) => product.SubmitAsync(Encoding.UTF8.GetBytes(body), query, key, path);

    public static async Task<HttpResponseMessage> SubmitAsync(
        this Product product,
        byte[] body,
        string query = "",
        string? key = null,
        string path = "/api/v1/jobs",
        string? type = "application/json"
    )
    {
        using var content = new ByteArrayContent(body);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var request = new HttpRequestMessage(HttpMethod.Post, path + query) { Content = content };

        // A server that refuses a long body does not wait for it, and a client that is still sending may miss the answer.
        request.Headers.ExpectContinue = body.Length > 100_000;
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await product.Http.SendAsync(request);
    }

    public static async Task<JsonElement> BodyAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(
            expected >= HttpStatusCode.BadRequest ? "application/problem+json" : "application/json",
            response.Content.Headers.ContentType!.MediaType
        );
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Asserts the problem and returns the fields that it names.</summary>
    public static async Task<IEnumerable<string?>> ProblemAsync(this HttpResponseMessage response, HttpStatusCode expected, string code)
    {
        var problem = await response.BodyAsync(expected);
        Assert.Equal(((int)expected, code), (problem.GetProperty("status").GetInt32(), problem.GetProperty("code").GetString()));
        return problem.TryGetProperty("errors", out var errors) ? errors.Fields() : [];
    }

    public static IEnumerable<string?> Fields(this JsonElement errors) =>
        errors
            .EnumerateArray()
            .Select(error =>
            {
                Assert.NotEqual("", error.GetProperty("message").GetString());
                return error.GetProperty("field").GetString();
            });
}
