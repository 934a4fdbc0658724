using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>POST /api/v1/jobs/validate</c>: what <c>POST /api/v1/jobs?validate_only=true</c> returns, on a path of its own.</summary>
internal static class JobValidateEndpoint
{
    internal static async Task<Results<JsonHttpResult<ValidationResponse>, Problem>> ValidateAsync(
        HttpContext context,
        BodyBudget budget,
        JobUploads uploads,
        Validation validation
    )
    {
        var query = new QueryReader(context.Request);
        var upload = JobUploadRequest.Read(context.Request, query);
        if (query.Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (upload is not null)
        {
            var (findings, problem) = await uploads.ValidateAsync(context, upload);
            return problem is null ? Answer(findings!) : problem;
        }

        var (request, refusal) = await InvalidBody.ReadAsync(context, budget);
        return refusal is null ? Answer(await validation.OfAsync(request.Read!, request.Errors)) : refusal;
    }

    private static JsonHttpResult<ValidationResponse> Answer(ValidationResponse response) =>
        TypedResults.Json(response, JobsJson.Bodies.ValidationResponse);
}
