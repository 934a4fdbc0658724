namespace RetailPulse.WebFrontend.Access;

/// <summary>Metadata of a page of the console: without a known key, it leads to the page that asks for one.</summary>
internal sealed class SignInPage
{
    public const string Path = "/console/sign-in";

    /// <summary>Redirects to the page that asks for a key, which returns to the requested page afterwards.</summary>
    public static Task RedirectAsync(HttpContext context)
    {
        var request = context.Request;
        var target = $"{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{request.PathBase.ToUriComponent()}{Path}?to={Uri.EscapeDataString(target)}";
        return Task.CompletedTask;
    }
}
