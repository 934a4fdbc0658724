using Microsoft.AspNetCore.Mvc;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;
using RetailPulse.WebFrontend.Submissions.Uploads;
using RetailPulse.WebFrontend.Telemetry;
using RetailPulse.WebFrontend.V1.Cluster;
using RetailPulse.WebFrontend.V1.Events;
using RetailPulse.WebFrontend.V1.Failures;
using RetailPulse.WebFrontend.V1.Hosts;
using RetailPulse.WebFrontend.V1.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;
using RetailPulse.WebFrontend.V1.Me;
using RetailPulse.WebFrontend.V1.Operations;
using RetailPulse.WebFrontend.V1.Photos;
using RetailPulse.WebFrontend.V1.Stores;
using RetailPulse.WebFrontend.V1.Streams;
using RetailPulse.WebFrontend.V1.Webhooks;

namespace RetailPulse.WebFrontend.V1;

/// <summary>The routes of API v1.</summary>
internal static class V1Api
{
    public static void AddV1(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Validation>();
        builder.Services.AddSingleton<JobUploads>();
        builder.Services.AddSingleton<JobExports>();
        builder.Services.AddSingleton<ClusterJobSource>();
        builder.Services.AddSingleton<IJobSource>(services => new SharedJobSource(services.GetRequiredService<ClusterJobSource>()));
        builder.Services.AddSingleton<JobFeeds>();
        builder.Services.AddSingleton<ListenerPermits>();
        builder.Services.AddSingleton<ExportRuns>();
        builder.Services.AddSingleton<IEventSource, ClusterEventSource>();
        builder.Services.AddSingleton<TenantFeed>();
        builder.Services.AddSingleton<FrontEnd>();
        builder.Services.AddSingleton<KeyedChanges>();
        builder.Services.AddSingleton(JobEndedWebhook.Description);
    }

    public static void MapV1(this WebApplication app)
    {
        // It notes when the front end started.
        app.Services.GetRequiredService<FrontEnd>();
        var v1 = app.MapGroup("/api/v1", ErrorFormat.ProblemDetails);
        v1.MapGet("/me", MeEndpoint.GetAsync).Describe(MeOperations.Get).Needs(Role.Read);
        v1.MapGet("/jobs", JobListEndpoint.ListAsync).Describe(JobOperations.List).Needs(Role.Read);
        v1.MapPost("/jobs", JobSubmitEndpoint.SubmitAsync)
            .WithMetadata(new MeasuredSubmission(MeasuredSubmission.V1))
            .Describe(JobOperations.Submit)
            .WithRequestTimeout(RequestLimits.Body)
            .WithMetadata(TakesUploads.Instance)
            .Needs(Role.Submit);
        v1.MapPost("/jobs/validate", JobValidateEndpoint.ValidateAsync)
            .Describe(JobOperations.Validate)
            .WithRequestTimeout(RequestLimits.Body)
            .WithMetadata(TakesUploads.Instance)
            .Needs(Role.Submit);
        MapBulk(v1.MapPost("/jobs/cancel", JobOperationEndpoint.CancelAsync).Describe(BulkOperations.Cancel));
        MapBulk(v1.MapPost("/jobs/cancel/validate", JobOperationEndpoint.ValidateCancelAsync).Describe(BulkOperations.ValidateCancel));
        MapBulk(v1.MapPost("/jobs/retry", JobOperationEndpoint.RetryAsync).Describe(BulkOperations.Retry));
        MapBulk(v1.MapPost("/jobs/retry/validate", JobOperationEndpoint.ValidateRetryAsync).Describe(BulkOperations.ValidateRetry));
        v1.MapGet("/operations/{id}", JobOperationEndpoint.GetAsync).Describe(BulkOperations.Get).Needs(Role.Read);
        MapJob(v1.MapGroup("/jobs/{id}").AddEndpointFilter<RouteGroupBuilder, JobOwnershipFilter>());
        v1.MapGet("/cluster", ClusterEndpoint.GetAsync).Describe(ClusterOperations.Get).Needs(Role.Admin);
        v1.MapGet("/throughput", ClusterEndpoint.GetThroughputAsync).Describe(ClusterOperations.GetThroughput).Needs(Role.Admin);
        v1.MapGet("/events", EventsEndpoint.GetAsync).Describe(TenantEventOperations.Listen).Needs(Role.Read);
        v1.MapGet("/failures", FailureEndpoint.ListAsync).Describe(FailureOperations.List).Needs(Role.Read);
        v1.MapGet("/failures.csv", FailureEndpoint.ExportCsvAsync).Describe(FailureOperations.ExportCsv).Needs(Role.Read);
        v1.MapGet("/failures.ndjson", FailureEndpoint.ExportNdjsonAsync).Describe(FailureOperations.ExportNdjson).Needs(Role.Read);
        v1.MapGet("/photos", PhotoListEndpoint.ListAsync).Describe(PhotoOperations.List).Needs(Role.Read);
        v1.MapGet("/webhooks/secret", WebhookSecretEndpoint.GetAsync).Describe(WebhookOperations.GetSecret).Needs(Role.Manage);
        v1.MapPost("/webhooks/secret/rotate", WebhookSecretEndpoint.RotateAsync)
            .Describe(WebhookOperations.RotateSecret)
            .Needs(Role.Manage);
        v1.MapGet("/hosts", HostListEndpoint.ListAsync).Describe(HostOperations.List).Needs(Role.Admin);
        v1.MapGet("/stores", StoreListEndpoint.ListAsync).Describe(StoreOperations.List).Needs(Role.Read);
        v1.MapPut("/stores", StoreMasterEndpoint.PutAsync)
            .Describe(StoreOperations.PutMaster)
            .WithRequestTimeout(RequestLimits.Body)
            .Needs(Role.Admin)
            .WithMetadata(new RequestSizeLimitAttribute(StoreMasterRequest.MaxBytes));
        v1.MapGet("/stores/{id}", StoreEndpoint.GetAsync).Describe(StoreOperations.Get).Needs(Role.Read);
        v1.MapGet("/stores/{id}/visits", StoreVisitsEndpoint.GetAsync).Describe(StoreOperations.ListVisits).Needs(Role.Read);
        v1.MapGet("/areas", AreaListEndpoint.ListAsync).Describe(StoreOperations.ListAreas).Needs(Role.Read);
        v1.MapGet("/store-master", StoreMasterEndpoint.GetAsync).Describe(StoreOperations.GetMaster).Needs(Role.Read);
    }

    /// <summary>Sets the rules of a route that changes, or counts, all jobs that match a filter.</summary>
    private static void MapBulk(RouteHandlerBuilder change) =>
        change.WithRequestTimeout(RequestLimits.Body).Needs(Role.Submit).WithMetadata(JsonBody.SizeLimit);

    /// <summary>Maps the routes of one job, which exists only for its own tenant.</summary>
    private static void MapJob(RouteGroupBuilder job)
    {
        job.MapGet("", JobEndpoint.GetAsync).Describe(JobOperations.Get).Needs(Role.Read);
        job.MapDelete("", DeleteEndpoint.DeleteAsync).Describe(JobChangeOperations.Delete).Needs(Role.Admin);
        job.MapGet("/images", JobImagesEndpoint.GetAsync).Describe(ImageOperations.List).Needs(Role.Read);
        job.MapGet("/images.csv", JobImagesEndpoint.ExportCsvAsync).Describe(ImageOperations.ExportCsv).Needs(Role.Read);
        job.MapGet("/images.ndjson", JobImagesEndpoint.ExportNdjsonAsync).Describe(ImageOperations.ExportNdjson).Needs(Role.Read);
        job.MapGet("/repeated-photos", RepeatedPhotosEndpoint.GetAsync).Describe(ImageOperations.ListRepeatedPhotos).Needs(Role.Read);
        job.MapGet("/webhooks", JobWebhooksEndpoint.GetAsync).Describe(WebhookOperations.List).Needs(Role.Read);
        job.MapPost("/webhooks/{delivery}/resend", WebhookResendEndpoint.ResendAsync).Describe(WebhookOperations.Resend).Needs(Role.Submit);
        job.MapGet("/events", JobEventsEndpoint.GetAsync).Describe(EventOperations.Listen).Needs(Role.Read);
        job.MapPost("/cancel", CancelEndpoint.CancelAsync).Describe(JobChangeOperations.Cancel).Needs(Role.Submit);
        job.MapPost("/retry", RetryEndpoint.RetryAsync)
            .Describe(JobChangeOperations.Retry)
            .WithRequestTimeout(RequestLimits.Body)
            .Needs(Role.Submit)
            .WithMetadata(JsonBody.SizeLimit);
        job.MapGet("/visits/{visit}/images/{image}/attempts", AttemptsEndpoint.GetAsync)
            .Describe(ImageOperations.ListAttempts)
            .Needs(Role.Read);
        job.MapGet("/visits/{visit}/images/{image}/thumbnail", ThumbnailEndpoint.GetAsync)
            .Describe(ImageOperations.GetThumbnail)
            .Needs(Role.Read);
        job.MapPatch("/visits/{visit}/images/{image}", AmendEndpoint.AmendAsync)
            .Describe(JobChangeOperations.Amend)
            .WithRequestTimeout(RequestLimits.Body)
            .Needs(Role.Submit)
            .WithMetadata(JsonBody.SizeLimit);
    }
}
