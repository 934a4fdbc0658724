using System.Diagnostics.CodeAnalysis;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.WebFrontend.Console;

/// <summary>What every part of a page may need to know about its request.</summary>
public sealed class ConsoleContext
{
    private const string ThemeCookie = "retailpulse-theme";

    private readonly string root;
    private readonly IQueryCollection query;

    private ConsoleContext(HttpContext http, string assets, bool demo, bool thumbnails)
    {
        root = http.Request.PathBase.ToUriComponent();
        query = http.Request.Query;
        Path = http.Request.Path.ToUriComponent();
        Address = $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}{root}";
        Assets = $"{root}{ConsoleAssets.Root}/{assets}";
        IsDemo = demo;
        ShowsThumbnails = thumbnails;
        Theme = http.Request.Cookies[ThemeCookie] is "light" or "dark" ? http.Request.Cookies[ThemeCookie] : null;
        if (http.Features.Get<Caller>() is not { } caller)
            return;
        IsKnown = true;
        IsOpen = caller is { Scope: null };
        CanChange = caller.Role >= Role.Submit;
        CanOperate = caller.Role >= Role.Admin;
        KeyName = caller.Key;
        Tenant = caller.Tenant;
        RoleName = Roles.Name(caller.Role);
    }

    /// <summary>Path of the page below the root of the service.</summary>
    public string Path { get; }

    /// <summary>Address of the service, as the browser knows it, without a slash at its end.</summary>
    public string Address { get; }

    /// <summary>Path of the folder with style sheet and scripts.</summary>
    public string Assets { get; }

    /// <summary>Whether the sample images are served by this process.</summary>
    public bool IsDemo { get; }

    /// <summary>Whether the service makes thumbnails.</summary>
    public bool ShowsThumbnails { get; }

    /// <summary>Chosen theme; <see langword="null"/> to follow the system.</summary>
    public string? Theme { get; }

    /// <summary>Whether the person may see data.</summary>
    public bool IsKnown { get; }

    /// <summary>Whether the service has no keys.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether the key may submit, cancel, retry, and amend.</summary>
    public bool CanChange { get; }

    /// <summary>Whether the key is that of an operator.</summary>
    public bool CanOperate { get; }

    public string KeyName { get; } = "";

    public string Tenant { get; } = "";

    public string RoleName { get; } = "";

    internal static ConsoleContext Of(HttpContext http, ConsoleAssets assets, ConsoleSettings settings, bool thumbnails) =>
        new(http, assets.Version, settings.Demo, thumbnails);

    /// <summary>Returns the address of a path of the service.</summary>
    /// <param name="path">Path below the root of the service, beginning with a slash.</param>
    [SuppressMessage("Design", "CA1055", Justification = "It is a part of an attribute.")]
    public string Url(string path) => root + path;

    /// <summary>Returns the address of a path with parameters, without those that are empty.</summary>
    [SuppressMessage("Design", "CA1055", Justification = "It is a part of an attribute.")]
    public string Url(string path, params (string Name, string? Value)[] parameters) =>
        root
        + path
        + QueryString.Create(
            parameters
                .Where(parameter => !string.IsNullOrEmpty(parameter.Value))
                .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))
        );

    /// <summary>Returns the address of this page with one parameter changed, from the first page of its list.</summary>
    [SuppressMessage("Design", "CA1055", Justification = "It is a part of an attribute.")]
    public string With(string name, string? value) =>
        root
        + Path
        + QueryString.Create(
            query
                .Where(parameter => parameter.Key != name && parameter.Key != "page_token")
                .Select(parameter => KeyValuePair.Create(parameter.Key, (string?)parameter.Value.ToString()))
                .Concat(string.IsNullOrEmpty(value) ? [] : [KeyValuePair.Create(name, (string?)value)])
        );

    /// <summary>Returns a parameter of the page; <see langword="null"/> if it is missing or empty.</summary>
    public string? Parameter(string name) => query[name].ToString() is { Length: > 0 } value ? value : null;
}
