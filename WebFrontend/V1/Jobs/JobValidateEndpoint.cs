using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>POST /api/v1/jobs/validate</c>: what <c>POST /api/v1/jobs?validate_only=true</c> returns, on a path of its own.</summary>
internal static class JobValidateEndpoint
{
    internal static async Task<Results<JsonHttpResult<ValidationResponse>, Problem>> ValidateAsync(
        HttpContext context,
        BodyBudget budget,
        Validation validation
    )
    {
        if (new QueryReader(context.Request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        var (request, refusal) = await InvalidBody.ReadAsync(context, budget);
        if (refusal is not null)
            return refusal;
        return TypedResults.Json(await validation.OfAsync(request.Read!, request.Errors), JobsJson.Bodies.ValidationResponse);
    }
}
