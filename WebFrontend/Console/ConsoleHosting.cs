using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Mvc;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Screens;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.WebFrontend.Console;

/// <summary>Adds the console: pages for people, which show what API v1 returns.</summary>
internal static class ConsoleHosting
{
    /// <summary>Maximum length of the form with a key.</summary>
    private const int MaxForm = 4_096;

    public static void AddConsole(this WebApplicationBuilder builder, CommandLine line)
    {
        builder.Services.AddSingleton<InProcessApi>();
        builder.Services.AddSingleton(ConsoleAssets.Load());
        builder.Services.AddSingleton(new ConsoleSettings(line.Demo));
        builder.Services.AddScoped<HtmlRenderer>();
    }

    /// <summary>Lets the console read the API through all layers of this process. This is the outermost layer.</summary>
    public static void UseConsole(this WebApplication app)
    {
        var api = app.Services.GetRequiredService<InProcessApi>();
        ((IApplicationBuilder)app).Use(next =>
        {
            api.Pipeline = next;
            return next;
        });
    }

    public static void MapConsole(this WebApplication app)
    {
        var pages = app.MapGroup("")
            .ExcludeFromDescription()
            .WithMetadata(new CompressedPage())
            .AddEndpointFilter(ConsolePolicy.GuardAsync);
        MapPages(pages.MapGroup("").WithMetadata(new SignInPage()).Needs(Role.Read));
        pages.MapGet(SignInPage.Path, SignInScreen.Get).NeedsNoKey();
        pages.MapGet($"{ConsoleAssets.Root}/{{version}}/{{name}}", ConsoleAssets.Serve).NeedsNoKey();
        pages
            .MapPost("/console/session", SessionEndpoint.BeginAsync)
            .NeedsNoKey()
            .WithRequestTimeout(RequestLimits.Body)
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        pages.MapPost("/console/session/end", SessionEndpoint.EndAsync).NeedsNoKey();
    }

    private static void MapPages(RouteGroupBuilder pages)
    {
        pages.MapGet("/", OverviewScreen.GetAsync);
        pages.MapGet("/jobs", JobsScreen.GetAsync);
        pages.MapGet("/jobs/{id}", JobScreen.GetAsync);
        pages.MapGet("/jobs/{id}/visits/{visit}/images/{image}", ImageScreen.GetAsync);
        pages.MapGet("/operations/{id}", OperationScreen.GetAsync);
        pages.MapGet("/failures", FailuresScreen.GetAsync);
        pages.MapGet("/photos", PhotosScreen.GetAsync);
        pages.MapGet("/photos/compare", CompareScreen.GetAsync);
        pages.MapGet("/photos/sheet", SheetScreen.GetAsync);
        pages.MapGet("/photos/selection.csv", SelectionEndpoint.CsvAsync);
        pages.MapGet("/photos/selection.zip", SelectionEndpoint.ZipAsync);
        pages.MapGet("/stores", StoresScreen.GetAsync);
        pages.MapGet("/stores/{id}", StoreScreen.GetAsync);
        pages.MapGet("/submit", SubmitScreen.Get);
        pages.MapGet("/operator", OperatorScreen.GetAsync);
        pages.MapGet("/search", SearchScreen.Get);
    }
}

/// <summary>What the console shows only in some processes.</summary>
/// <param name="Demo">Whether the sample images are served by this process.</param>
internal sealed record ConsoleSettings(bool Demo);
