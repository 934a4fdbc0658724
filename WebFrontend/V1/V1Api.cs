using Microsoft.AspNetCore.Mvc;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.V1.Failures;
using RetailPulse.WebFrontend.V1.Hosts;
using RetailPulse.WebFrontend.V1.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;
using RetailPulse.WebFrontend.V1.Stores;
using RetailPulse.WebFrontend.V1.Webhooks;

namespace RetailPulse.WebFrontend.V1;

/// <summary>The routes of API v1.</summary>
internal static class V1Api
{
    public static void AddV1(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Validation>();
        builder.Services.AddSingleton<JobExports>();
        builder.Services.AddSingleton<ClusterJobSource>();
        builder.Services.AddSingleton<IJobSource>(services => new SharedJobSource(services.GetRequiredService<ClusterJobSource>()));
        builder.Services.AddSingleton<JobFeeds>();
        builder.Services.AddSingleton<KeyedChanges>();
    }

    public static void MapV1(this WebApplication app)
    {
        var v1 = app.MapGroup("/api/v1", ErrorFormat.ProblemDetails);
        v1.MapGet("/jobs", JobListEndpoint.ListAsync).Needs(Role.Read);
        v1.MapPost("/jobs", JobSubmitEndpoint.SubmitAsync).WithRequestTimeout(RequestLimits.Body).Needs(Role.Submit);
        v1.MapPost("/jobs/validate", JobValidateEndpoint.ValidateAsync).WithRequestTimeout(RequestLimits.Body).Needs(Role.Submit);
        MapJob(v1.MapGroup("/jobs/{id}").AddEndpointFilter<RouteGroupBuilder, JobOwnershipFilter>());
        v1.MapGet("/failures", FailureEndpoint.ListAsync).Needs(Role.Read);
        v1.MapGet("/failures.csv", FailureEndpoint.ExportCsvAsync).Needs(Role.Read);
        v1.MapGet("/failures.ndjson", FailureEndpoint.ExportNdjsonAsync).Needs(Role.Read);
        v1.MapGet("/webhooks/secret", WebhookSecretEndpoint.GetAsync).Needs(Role.Manage);
        v1.MapPost("/webhooks/secret/rotate", WebhookSecretEndpoint.RotateAsync).Needs(Role.Manage);
        v1.MapGet("/hosts", HostListEndpoint.ListAsync).Needs(Role.Admin);
        v1.MapGet("/stores", StoreListEndpoint.ListAsync).Needs(Role.Read);
        v1.MapPut("/stores", StoreMasterEndpoint.PutAsync).WithRequestTimeout(RequestLimits.Body).Needs(Role.Admin).WithMetadata(new RequestSizeLimitAttribute(StoreMasterRequest.MaxBytes));
        v1.MapGet("/stores/{id}", StoreEndpoint.GetAsync).Needs(Role.Read);
        v1.MapGet("/stores/{id}/visits", StoreVisitsEndpoint.GetAsync).Needs(Role.Read);
        v1.MapGet("/store-master", StoreMasterEndpoint.GetAsync).Needs(Role.Read);
    }

    /// <summary>Maps the routes of one job, which exists only for its own tenant.</summary>
    private static void MapJob(RouteGroupBuilder job)
    {
        job.MapGet("", JobEndpoint.GetAsync).Needs(Role.Read);
        job.MapGet("/images", JobImagesEndpoint.GetAsync).Needs(Role.Read);
        job.MapGet("/images.csv", JobImagesEndpoint.ExportCsvAsync).Needs(Role.Read);
        job.MapGet("/images.ndjson", JobImagesEndpoint.ExportNdjsonAsync).Needs(Role.Read);
        job.MapGet("/repeated-photos", RepeatedPhotosEndpoint.GetAsync).Needs(Role.Read);
        job.MapGet("/webhooks", JobWebhooksEndpoint.GetAsync).Needs(Role.Read);
        job.MapPost("/webhooks/{delivery}/resend", WebhookResendEndpoint.ResendAsync).Needs(Role.Submit);
        job.MapGet("/events", JobEventsEndpoint.GetAsync).Needs(Role.Read);
        job.MapPost("/cancel", CancelEndpoint.CancelAsync).Needs(Role.Submit);
        job.MapPost("/retry", RetryEndpoint.RetryAsync).WithRequestTimeout(RequestLimits.Body).Needs(Role.Submit).WithMetadata(JsonBody.SizeLimit);
        job.MapPatch("/visits/{visit}/images/{image}", AmendEndpoint.AmendAsync).WithRequestTimeout(RequestLimits.Body).Needs(Role.Submit).WithMetadata(JsonBody.SizeLimit);
    }
}
