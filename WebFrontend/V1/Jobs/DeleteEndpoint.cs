using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary><c>DELETE /api/v1/jobs/{id}</c>: deletes a job that has ended. An ongoing job must be canceled first.</summary>
internal static class DeleteEndpoint
{
    internal static async Task<Results<JsonHttpResult<DeletedJobResponse>, Problem>> DeleteAsync(
        string id,
        HttpRequest request,
        JobReferences references,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var jobId))
            return Problem.JobNotFound;
        return await cluster.CallAsync(() => references.Job(jobId).DeleteNowAsync(), CallBudgets.Delete) switch
        {
            DeletionOutcome.Ongoing => Problem.JobIsOngoing,
            DeletionOutcome.NoSuchJob => Problem.JobNotFound,
            _ => TypedResults.Json(new DeletedJobResponse(jobId, true), JobsJson.Bodies.DeletedJobResponse),
        };
    }
}

/// <summary>A job that no longer exists.</summary>
/// <param name="Id">Id of the job, which is never used again.</param>
/// <param name="Deleted">Always <see langword="true"/>.</param>
internal sealed record DeletedJobResponse([property: Minimum(1)] long Id, bool Deleted);
