using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions.Uploads;

/// <summary>Adds the upload of submissions line by line.</summary>
internal static class UploadHosting
{
    public static void AddUploads(this WebApplicationBuilder builder) => builder.Services.AddSingleton<UploadCall>();

    /// <summary>
    /// Applies the maximum length of uploads to routes that take them. It must run before compression, which applies the same limit to the
    /// decompressed body.
    /// </summary>
    public static void UseUploads(this WebApplication app)
    {
        var maxBytes = app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.MaxUploadBytes;
        app.Use(
            (context, next) =>
            {
                if (TakesUpload(context) && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                    limit.MaxRequestBodySize = maxBytes;
                return next(context);
            }
        );
    }

    private static bool TakesUpload(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TakesUploads>() is not null && UploadFormat.Of(context.Request) is not null;
}

/// <summary>Endpoint metadata of routes that take submissions as uploads, in addition to JSON.</summary>
internal sealed class TakesUploads
{
    public static readonly TakesUploads Instance = new();
}
