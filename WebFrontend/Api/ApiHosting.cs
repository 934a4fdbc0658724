namespace RetailPulse.WebFrontend.Api;

/// <summary>Adds what every route needs: options, limits, and the format of errors.</summary>
internal static class ApiHosting
{
    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section)).ValidateOnStart();
        builder.AddRequestLimits();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ErrorJson.Default));
        builder.Services.AddSingleton<ErrorDialects>();
        builder.Services.AddSingleton<BodyBudget>();
    }
}
