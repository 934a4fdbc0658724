using Microsoft.Extensions.FileProviders;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.WebFrontend.Demo;

/// <summary>Adds the demo to the host if it was requested.</summary>
internal static class DemoHosting
{
    private static string Samples => Path.Combine(AppContext.BaseDirectory, "data", "samples");

    public static void AddDemo(this WebApplicationBuilder builder, CommandLine line)
    {
        if (!line.Demo)
            return;
        builder
            .Logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            .AddFilter("RetailPulse", LogLevel.Warning);
        builder.AllowOwnAddress();
        builder.Services.AddSingleton(line);
        builder.Services.AddSingleton<DemoImages>();
        builder.Services.AddHostedService<DemoRun>();
    }

    /// <summary>Serves the sample images, only if the demo was requested.</summary>
    public static void MapDemo(this WebApplication app, CommandLine line)
    {
        if (!line.Demo)
            return;
        app.Services.GetRequiredService<DemoImages>().Map(app.MapGroup("").NeedsNoKey().ExcludeFromDescription(), Samples);
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Samples), RequestPath = "/samples" });
    }
}
