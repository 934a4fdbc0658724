using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.V1.Jobs;

namespace RetailPulse.WebFrontend.V1.Operations;

/// <summary>
/// <c>POST /api/v1/jobs/cancel</c> and <c>POST /api/v1/jobs/retry</c>, which change all jobs that match the filters of the list, their
/// <c>…/validate</c>, which counts these jobs, and <c>GET /api/v1/operations/{id}</c>.
/// </summary>
internal static class JobOperationEndpoint
{
    /// <summary>Number of seconds in which an operation on few jobs is likely to end.</summary>
    private const int RetryAfterSeconds = 1;

    internal const string BodyRule = "is not read; write the filters as parameters of the query, and send no body";

    private static readonly Dictionary<string, bool> Flags = new() { ["true"] = true, ["false"] = false };

    internal static Task<Results<JsonHttpResult<JobOperationResponse>, JsonHttpResult<JobSelectionResponse>, Problem>> CancelAsync(
        HttpContext context,
        KeyedChanges changes,
        IGrainFactory grains,
        ClusterCall cluster
    ) => StartAsync(JobOperationKind.Cancel, context, changes, grains, cluster);

    internal static Task<Results<JsonHttpResult<JobOperationResponse>, JsonHttpResult<JobSelectionResponse>, Problem>> RetryAsync(
        HttpContext context,
        KeyedChanges changes,
        IGrainFactory grains,
        ClusterCall cluster
    ) => StartAsync(JobOperationKind.Retry, context, changes, grains, cluster);

    internal static Task<Results<JsonHttpResult<JobSelectionResponse>, Problem>> ValidateCancelAsync(
        HttpContext context,
        IGrainFactory grains,
        ClusterCall cluster
    ) => ValidateAsync(JobOperationKind.Cancel, context, grains, cluster);

    internal static Task<Results<JsonHttpResult<JobSelectionResponse>, Problem>> ValidateRetryAsync(
        HttpContext context,
        IGrainFactory grains,
        ClusterCall cluster
    ) => ValidateAsync(JobOperationKind.Retry, context, grains, cluster);

    internal static async Task<Results<JsonHttpResult<JobOperationResponse>, Problem>> GetAsync(
        string id,
        HttpRequest request,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (new QueryReader(request).Problems() is { Count: > 0 } problems)
            return Problem.InvalidQuery(problems);
        if (!JobId.TryParse(id, out var number))
            return Problem.OperationNotFound;
        var found = await FindAsync(number, grains, cluster);
        return found is null || (Caller.Of(request.HttpContext).Scope is { } scope && scope != found.Tenant)
            ? Problem.OperationNotFound
            : Answer(request.PathBase, number, found, StatusCodes.Status200OK);
    }

    private static async Task<Results<JsonHttpResult<JobOperationResponse>, JsonHttpResult<JobSelectionResponse>, Problem>> StartAsync(
        JobOperationKind kind,
        HttpContext context,
        KeyedChanges changes,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var query = new QueryReader(context.Request);
        var validateOnly = query.Choice("validate_only", Flags) == true;
        var (request, refused) = await ReadRequestAsync(kind, context, query);
        if (refused is not null)
            return refused;
        if (validateOnly)
            return await CountAsync(request, context, grains, cluster);
        var (operation, prevented) = await changes.StartAsync(context, request);
        if (prevented is not null)
            return prevented;
        return await AcceptAsync(context, operation!.Value, grains, cluster);
    }

    private static async Task<Results<JsonHttpResult<JobSelectionResponse>, Problem>> ValidateAsync(
        JobOperationKind kind,
        HttpContext context,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        var (request, refused) = await ReadRequestAsync(kind, context, new QueryReader(context.Request));
        if (refused is not null)
            return refused;
        return await CountAsync(request, context, grains, cluster);
    }

    private static async Task<JsonHttpResult<JobSelectionResponse>> CountAsync(
        JobOperationRequest request,
        HttpContext context,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        return TypedResults.Json(
            JobSelectionResponse.From(await CountAsync(SelectAsync, context.RequestAborted)),
            OperationsJson.Bodies.JobSelectionResponse
        );

        Task<JobSelectionPage> SelectAsync(long before) =>
            cluster.CallAsync(
                () => grains.GetGrain<IJobListGrain>(0).SelectAsync(request, before, JobSelectionPage.MaxJobs),
                CallBudgets.LongPage
            );
    }

    /// <summary>Reads the filters of an operation and its body, which must be empty, and ends the timeout, which is that of the body.</summary>
    /// <param name="query">The query, of which all other parameters have been read.</param>
    private static async Task<(JobOperationRequest Request, Problem? Refused)> ReadRequestAsync(
        JobOperationKind kind,
        HttpContext context,
        QueryReader query
    )
    {
        var request = ReadRequest(kind, query, Caller.Of(context));
        if (query.Problems() is { Count: > 0 } problems)
            return (request, Problem.InvalidQuery(problems));
        var refused = await RefuseBodyAsync(context.Request);
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        return (request, refused);
    }

    /// <summary>Reads the filters of an operation, which changes jobs of one status only.</summary>
    private static JobOperationRequest ReadRequest(JobOperationKind kind, QueryReader query, Caller caller)
    {
        var filter = JobListEndpoint.ReadFilter(query) with { Tenant = caller.Scope };
        var request = new JobOperationRequest(kind, filter, caller.Tenant, caller.RecordedKey);
        if (filter.Status is { } status && status != request.ChangedStatus)
            query.Refuse("status", $"must be {request.ChangedStatus.Code()} or omitted: this operation changes only such jobs");
        return request;
    }

    /// <summary>Returns the progress of an operation that has been started.</summary>
    private static async Task<Results<JsonHttpResult<JobOperationResponse>, JsonHttpResult<JobSelectionResponse>, Problem>> AcceptAsync(
        HttpContext context,
        long operation,
        IGrainFactory grains,
        ClusterCall cluster
    )
    {
        if (await FindAsync(operation, grains, cluster) is not { } progress)
        {
            // Operations are kept for longer than keys. This one is missing, but it has run.
            context.Response.Headers.Remove(IdempotencyKey.ReplayedHeader);
            return Problem.Unavailable;
        }

        var answer = Answer(context.Request.PathBase, operation, progress, StatusCodes.Status202Accepted);
        context.Response.Headers.Location = answer.Value!.Links.Self;
        context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    /// <summary>Refuses a body that has a member. A filter that nobody reads would change all jobs.</summary>
    private static async Task<Problem?> RefuseBodyAsync(HttpRequest request)
    {
        var (_, refused) = await JsonBody.ReadAsync(request, OperationsJson.Bodies.NoMembersRequest);
        return refused?.Errors is { } errors
            ? Problem.InvalidBody([.. errors.Select(error => error with { Message = BodyRule })])
            : refused;
    }

    /// <summary>Counts the jobs and images that an operation would change, some jobs per call, until the client has gone.</summary>
    /// <param name="select">Returns the next jobs, with ids below the given one.</param>
    internal static async Task<JobSelection> CountAsync(Func<long, Task<JobSelectionPage>> select, CancellationToken aborted)
    {
        var (all, before) = (JobSelection.Empty, long.MaxValue);
        while (true)
        {
            aborted.ThrowIfCancellationRequested();
            var page = await select(before);
            all += page.Selection;
            if (!page.HasMore)
                return all;
            before = page.Jobs[^1].JobId;
        }
    }

    private static Task<JobOperationProgress?> FindAsync(long id, IGrainFactory grains, ClusterCall cluster) =>
        cluster.CallAsync(() => grains.GetGrain<IJobOperationGrain>(id).ReadAsync().AsTask(), CallBudgets.Job);

    private static JsonHttpResult<JobOperationResponse> Answer(PathString root, long id, JobOperationProgress operation, int status) =>
        TypedResults.Json(JobOperationResponse.From(root, id, operation), OperationsJson.Bodies.JobOperationResponse, statusCode: status);
}
