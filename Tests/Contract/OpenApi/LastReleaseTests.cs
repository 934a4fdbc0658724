using System.Text.Json;
using System.Text.Json.Nodes;

namespace RetailPulse.Tests.Contract.OpenApi;

/// <summary>What the last release promised still holds: its document is kept, and only additions are allowed.</summary>
public sealed class LastReleaseTests
{
    private static readonly string Released = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "OpenApi", "openapi-1.1.0.json"));

    [Fact]
    public void The_document_of_the_last_release_still_holds() =>
        Assert.Equal(
            // This route never read callback_url. Its body now has a schema without it.
            ["POST /api/submit: the body as application/json has another schema"],
            ContractBreaks.Find(JsonSerializer.Deserialize<JsonElement>(Released), ApiDocument.Committed.Root)
        );

    [Theory]
    [InlineData("paths./api/v1/hosts", null, "GET /api/v1/hosts is missing")]
    [InlineData("paths./api/v1/jobs.get.parameters.0", null, "GET /api/v1/jobs: parameter status in query is missing")]
    [InlineData("paths./api/v1/jobs.get.parameters.1.required", "true", "GET /api/v1/jobs: parameter store in query is required")]
    [InlineData(
        "paths./api/v1/jobs.get.parameters.1.schema.type",
        "\"integer\"",
        "GET /api/v1/jobs: parameter store in query has another type"
    )]
    [InlineData(
        "paths./api/v1/jobs.get.parameters.1.schema.maxLength",
        "100",
        "GET /api/v1/jobs: parameter store in query has a narrower maxLength"
    )]
    [InlineData(
        "paths./api/v1/jobs.get.parameters.1.schema.minLength",
        "2",
        "GET /api/v1/jobs: parameter store in query has a narrower minLength"
    )]
    [InlineData(
        "components.schemas.SubmissionBody.properties.callback_url.maxLength",
        "100",
        "SubmissionBody: member callback_url has a narrower maxLength"
    )]
    [InlineData("paths./api/v1/jobs/{id}.get.responses.404", null, "GET /api/v1/jobs/{id}: status 404 is missing")]
    [InlineData(
        "paths./api/v1/jobs/{id}.get.responses.404.content.application/problem+json.examples.job_not_found",
        null,
        "GET /api/v1/jobs/{id}: code job_not_found of status 404 is missing"
    )]
    [InlineData(
        "paths./api/v1/jobs.post.responses.202.headers.Location",
        null,
        "POST /api/v1/jobs: header Location of status 202 is missing"
    )]
    [InlineData(
        "paths./api/v1/jobs.post.requestBody.content.application/json",
        null,
        "POST /api/v1/jobs: the body as application/json is missing"
    )]
    [InlineData("components.schemas.JobResponse.properties.rate", null, "JobResponse: member rate is missing")]
    [InlineData("components.schemas.JobResponse.properties.visits.type", "\"string\"", "JobResponse: member visits has another type")]
    [InlineData("components.schemas.JobResponse.required.0", null, "JobResponse: member id is not always there")]
    [InlineData("components.schemas.SubmissionBody.required.1", "\"callback_url\"", "SubmissionBody: member callback_url is required")]
    [InlineData("components.schemas.JobStatus.enum.0", null, "JobStatus: cancelled is missing")]
    [InlineData("components.schemas.ProblemCode", null, "schema ProblemCode is missing")]
    [InlineData("webhooks.jobEnded", null, "webhook jobEnded is missing")]
    public void Every_removal_is_found(string place, string? instead, string found)
    {
        var changed = JsonNode.Parse(Released)!;
        Change(changed, place.Split('.'), instead is null ? null : JsonNode.Parse(instead));
        Assert.Contains(
            found,
            ContractBreaks.Find(JsonSerializer.Deserialize<JsonElement>(Released), JsonSerializer.SerializeToElement(changed))
        );
    }

    [Fact]
    public void What_is_added_breaks_nothing()
    {
        var changed = JsonNode.Parse(Released)!;
        changed["paths"]!["/api/v1/new"] = new JsonObject();
        changed["components"]!["schemas"]!["JobResponse"]!["properties"]!["label"] = new JsonObject { ["type"] = "string" };
        changed["components"]!["schemas"]!["JobStatus"]!["enum"]!.AsArray().Add("paused");
        Assert.Empty(ContractBreaks.Find(JsonSerializer.Deserialize<JsonElement>(Released), JsonSerializer.SerializeToElement(changed)));
    }

    private static void Change(JsonNode node, string[] place, JsonNode? instead)
    {
        foreach (var name in place[..^1])
            node = (node is JsonArray list ? list[int.Parse(name, null)] : node[name])!;
        if (node is JsonArray array)
        {
            array.RemoveAt(int.Parse(place[^1], null));
            if (instead is not null)
                array.Add(instead);
        }
        else if (instead is null)
            Assert.True(node.AsObject().Remove(place[^1]));
        else
            node[place[^1]] = instead;
    }
}
