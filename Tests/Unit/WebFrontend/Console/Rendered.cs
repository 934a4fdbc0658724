using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Console;

namespace RetailPulse.Tests.Unit.WebFrontend.Console;

/// <summary>Components as the product renders them: once, on the server.</summary>
internal static class Rendered
{
    /// <summary>Returns the HTML of a component for a person with a role.</summary>
    public static async Task<string> ForAsync<T>(Role role, params (string Name, object? Value)[] parameters)
        where T : IComponent
    {
        var http = new DefaultHttpContext();
        http.Features.Set(new Caller("key", "tenant", role, "scope", rate: null, quota: null));
        RenderFragment component = content =>
        {
            content.OpenComponent<T>(0);
            content.AddMultipleAttributes(1, parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!)));
            content.CloseComponent();
        };
        var frame = ParameterView.FromDictionary(
            new Dictionary<string, object?>
            {
                ["Value"] = ConsoleContext.Of(http, ConsoleAssets.Load(), new ConsoleSettings(Demo: false), thumbnails: true),
                ["ChildContent"] = component,
            }
        );
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<CascadingValue<ConsoleContext>>(frame)).ToHtmlString()
        );
    }
}
