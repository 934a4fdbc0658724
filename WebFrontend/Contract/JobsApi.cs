using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Cluster;
using RetailPulse.WebFrontend.Submissions;

namespace RetailPulse.WebFrontend.Contract;

/// <summary>The two routes, and what they need.</summary>
internal static class JobsApi
{
    public static void AddJobsApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        builder.AddRequestLimits();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, BodiesContext.Default));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<JobReferences>();
        builder.Services.AddSingleton<ClusterCall>();
        builder.Services.AddSingleton<BodyBudget>();
        builder.Services.AddSingleton<SubmissionCall>();
    }

    public static void MapJobs(this WebApplication app)
    {
        app.MapPost("/api/submit", SubmitEndpoint.SubmitAsync).Needs(Role.Submit).WithRequestTimeout(RequestLimits.Body);
        app.MapGet("/api/status", StatusEndpoint.GetStatusAsync).Needs(Role.Read);
    }
}
