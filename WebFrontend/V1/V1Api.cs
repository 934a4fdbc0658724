using Microsoft.AspNetCore.Mvc;
using RetailPulse.Web.V1.Jobs;
using RetailPulse.Web.V1.Jobs.Events;
using RetailPulse.Web.V1.Stores;

namespace RetailPulse.Web.V1;

/// <summary>API v1: what its routes have in common, and where they are.</summary>
internal static class V1Api
{
    private const string Root = "/api/v1";

    /// <summary>Whatever comes from there, a path that nobody serves included, has the same headers, and problem details for errors.</summary>
    public static void UseV1(this WebApplication app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase), v1 => v1.UseMiddleware<V1Frame>());

    public static void AddV1(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Validation>();
        builder.Services.AddSingleton<JobExports>();
        builder.Services.AddSingleton<IJobSource, ClusterJobSource>();
        builder.Services.AddSingleton<JobFeeds>();
    }

    public static void MapV1(this WebApplication app)
    {
        var v1 = app.MapGroup(Root);
        v1.MapGet("/jobs", JobListEndpoint.ListAsync);
        v1.MapPost("/jobs", JobSubmitEndpoint.SubmitAsync).WithRequestTimeout(RequestLimits.Body);
        v1.MapGet("/jobs/{id}", JobEndpoint.GetAsync);
        v1.MapGet("/jobs/{id}/images", JobImagesEndpoint.GetAsync);
        v1.MapGet("/jobs/{id}/events", JobEventsEndpoint.GetAsync);
        v1.MapPost("/jobs/{id}/cancel", CancelEndpoint.CancelAsync);
        v1.MapPost("/jobs/{id}/retry", RetryEndpoint.RetryAsync).WithRequestTimeout(RequestLimits.Body);
        v1.MapPatch("/jobs/{id}/visits/{visit}/images/{image}", AmendEndpoint.AmendAsync).WithRequestTimeout(RequestLimits.Body);
        v1.MapGet("/stores", StoreListEndpoint.ListAsync);
        v1.MapPut("/stores", StoreMasterEndpoint.PutAsync).WithRequestTimeout(RequestLimits.Body).WithMetadata(new RequestSizeLimitAttribute(StoreMasterRequest.MaxBytes));
        v1.MapGet("/stores/{id}", StoreEndpoint.GetAsync);
        v1.MapGet("/stores/{id}/visits", StoreVisitsEndpoint.GetAsync);
        v1.MapGet("/store-master", StoreMasterEndpoint.GetAsync);
    }
}
