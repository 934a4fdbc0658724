using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Parts;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary>The response with a page, which a component renders completely before anything is sent.</summary>
internal sealed class ConsolePage(Type component, string title, string section, int status, Dictionary<string, object?> parameters)
    : IResult
{
    /// <param name="title">Title of the page.</param>
    /// <param name="section">Entry of the navigation that the page belongs to; empty for none.</param>
    /// <param name="parameters">Parameters of the component.</param>
    public static ConsolePage Of<TComponent>(string title, string section, params (string Name, object? Value)[] parameters)
        where TComponent : IComponent => new(typeof(TComponent), title, section, StatusCodes.Status200OK, Named(parameters));

    /// <summary>Returns the page that explains why another one cannot be shown.</summary>
    public static ConsolePage Refused(int status, ApiProblem? problem, string section) =>
        new(typeof(Refused), Words.Refusals.Title(status), section, status, Named([("Status", status), ("Problem", problem)]));

    /// <summary>Returns this page with another status.</summary>
    public ConsolePage With(int other) => new(component, title, section, other, parameters);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var context = ConsoleContext.Of(
            httpContext,
            services.GetRequiredService<ConsoleAssets>(),
            services.GetRequiredService<ConsoleSettings>(),
            services.GetRequiredService<IOptionsMonitor<ApiOptions>>().CurrentValue.Thumbnails
        );
        var frame = ParameterView.FromDictionary(
            new Dictionary<string, object?>
            {
                ["Context"] = context,
                ["Title"] = title,
                ["Section"] = section,
                ["Component"] = component,
                ["Parameters"] = parameters,
            }
        );
        var renderer = services.GetRequiredService<HtmlRenderer>();
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<Frame>(frame)).ToHtmlString());
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "2";
        await httpContext.Response.WriteAsync(html);
    }

    private static Dictionary<string, object?> Named((string Name, object? Value)[] parameters) =>
        parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
}
