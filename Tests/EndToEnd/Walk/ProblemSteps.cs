using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Walk;

/// <summary>Errors are problems with a code. AnswerCheck compares their form with the document.</summary>
internal sealed class ProblemSteps(Scene scene)
{
    public IEnumerable<Func<Task>> All =>
        [Every_wrong_field_of_a_body_is_named, Wrong_fields_of_a_query_are_named, What_is_not_served_is_told];

    private async Task Every_wrong_field_of_a_body_is_named()
    {
        var problem = await ProblemAsync(
            HttpMethod.Post,
            "/api/v1/jobs",
            400,
            "invalid_body",
            """{"count":2,"visits":[{"store_id":7,"image_url":["x"],"visit_time":"t"}]}"""
        );
        Assert.Equal(
            ["/count", "/visits/0/image_url/0", "/visits/0/store_id"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).Order()
        );
    }

    private async Task Wrong_fields_of_a_query_are_named()
    {
        var problem = await ProblemAsync(HttpMethod.Get, "/api/v1/jobs?status=lost&page_size=0&page_token=x&more=1", 400, "invalid_query");
        Assert.Equal(
            ["more", "page_size", "page_token", "status"],
            problem.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).Order()
        );
    }

    private async Task What_is_not_served_is_told()
    {
        await ProblemAsync(HttpMethod.Get, "/api/v1/nothing", 404, "not_found");
        await ProblemAsync(HttpMethod.Delete, "/api/v1/jobs", 405, "method_not_allowed");
        await ProblemAsync(HttpMethod.Get, "/api/v1/jobs/9007199254740991", 404, "job_not_found");
        await ProblemAsync(HttpMethod.Get, "/api/v1/jobs/1/images", 406, "not_acceptable", accept: "image/png");
        await ProblemAsync(HttpMethod.Post, "/api/v1/jobs", 415, "unsupported_media_type", "{}", "text/plain");
    }

    private async Task<JsonElement> ProblemAsync(
        HttpMethod method,
        string path,
        int status,
        string code,
        string? body = null,
        string type = "application/json",
        string accept = "*/*"
    )
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        using var answer = await scene.SendAsync(WalkKey.Submitter, method, path, content, scene.Last, ("Accept", accept));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            (status, "application/problem+json", code),
            ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, problem.GetProperty("code").GetString())
        );
        return problem;
    }
}
