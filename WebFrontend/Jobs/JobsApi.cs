using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RetailPulse.Jobs;
using RetailPulse.Web.Access;

namespace RetailPulse.Web.Jobs;

/// <summary>The two routes, and what they need.</summary>
internal static class JobsApi
{
    public static void AddJobsApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section))
            .Validate(o => o.MaxBodyBytes is >= 1024 and <= 1 << 30, "RetailPulse:Api:MaxBodyBytes must be 1024 to 1073741824.")
            .ValidateOnStart();
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>>(
            (server, api) => server.Limits.MaxRequestBodySize = api.Value.MaxBodyBytes);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, BodiesContext.Default));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<JobReferences>();
        builder.Services.AddSingleton<ClusterCall>();
        builder.Services.AddSingleton<SubmissionCall>();
    }

    public static void MapJobs(this WebApplication app)
    {
        app.MapPost("/api/submit", SubmitEndpoint.SubmitAsync).Needs(Role.Submit);
        app.MapGet("/api/status", StatusEndpoint.GetStatusAsync).Needs(Role.Read);
    }
}
