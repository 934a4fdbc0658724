using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Access;
using Scalar.AspNetCore;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Serves the OpenAPI document at <c>/openapi/v1.json</c>, and the page at <c>/docs</c> that shows it.</summary>
internal static class ReferenceHosting
{
    private const string DocumentPath = "/openapi/v1.json";
    private const string PagePath = "/docs";

    public static void AddReference(this WebApplicationBuilder builder)
    {
        // The generator supports one set of JSON options, those of API v1. The bodies of other routes name their members themselves.
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = default;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        builder.Services.AddOpenApi(
            ServedDocument.Name,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
                options.AddSchemaTransformer<SchemaWriter>();
                options.AddOperationTransformer<OperationWriter>();
                options.AddDocumentTransformer<DocumentWriter>();
                options.AddDocumentTransformer<MessageWriter>();
                options.AddDocumentTransformer<ChoiceWriter>();
            }
        );
        builder.Services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, OperationDescriptions>());
        builder.Services.AddSingleton<ServedDocument>();
    }

    public static void MapReference(this WebApplication app)
    {
        app.MapGet(DocumentPath, ReadAsync).NeedsNoKey().ExcludeFromDescription();
        var page = new Lazy<RequestDelegate>(() => BuildPage(app));
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments(PagePath, StringComparison.OrdinalIgnoreCase),
            branch => branch.Use(PagePolicy.GuardAsync).Use((RequestDelegate _) => context => page.Value(context))
        );
    }

    private static async Task<FileContentHttpResult> ReadAsync(ServedDocument document, HttpRequest request) =>
        TypedResults.Bytes(await document.ReadAsync(request.PathBase), "application/json");

    private static RequestDelegate BuildPage(IApplicationBuilder app)
    {
        var branch = app.New();
        branch.UseRouting();
        branch.UseEndpoints(endpoints =>
            endpoints.MapScalarApiReference(
                PagePath,
                (page, context) =>
                    page.WithNonce(PagePolicy.NonceOf(context))
                        .WithTitle("RetailPulse API")
                        .WithOpenApiRoutePattern(DocumentPath)
                        .DisableDefaultFonts()
                        .DisableTelemetry()
                        .DisableAgent()
                        .DisableMcp()
                        .HideDeveloperTools()
                        .HideClientButton()
                        .WithDefaultHttpClient(ScalarTarget.Shell, ScalarClient.Curl)
            )
        );
        return branch.Build();
    }
}
