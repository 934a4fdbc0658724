using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.OpenApi;
using RetailPulse.WebFrontend.Telemetry;
using RetailPulse.WebFrontend.Visits;

namespace RetailPulse.WebFrontend.Contract;

/// <summary>The routes that are older than API v1.</summary>
internal static class ContractApi
{
    public static void AddContract(this WebApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractJson.Default));

    public static void MapContract(this WebApplication app)
    {
        var api = app.MapGroup("/api", ErrorFormat.ErrorObject);
        api.MapPost("/submit", SubmitEndpoint.SubmitAsync)
            .WithMetadata(new MeasuredSubmission(MeasuredSubmission.Contract))
            .Needs(Role.Submit)
            .WithRequestTimeout(RequestLimits.Body)
            .Describe(ContractOperations.Submit);
        api.MapGet("/status", StatusEndpoint.GetStatusAsync).Needs(Role.Read).Describe(ContractOperations.GetStatus);
        api.MapGet("/visits", VisitsEndpoint.GetVisitsAsync).Needs(Role.Read).Describe(VisitsOperation.Get);
    }
}
