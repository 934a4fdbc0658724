using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>POST /console/session</c> and <c>/console/session/end</c>: begins and ends a session with the key of a form.</summary>
internal static class SessionEndpoint
{
    internal static async Task<Results<SeeOther, BadRequest, ConsolePage>> BeginAsync(
        HttpContext context,
        AccessPolicy policy,
        ConsoleSessions sessions,
        SignInRates rates,
        Audit audit
    )
    {
        if (!context.Request.HasFormContentType)
            return TypedResults.BadRequest();
        if (await TryReadFormAsync(context) is not { } form)
            return TypedResults.BadRequest();
        var key = form["key"].ToString().Trim();
        var target = LocalPath(form["to"]);
        if (policy.Current.FindKey(key) is not { } known)
            return RefuseKey(context, rates, audit, target);

        try
        {
            await sessions.BeginAsync(context, known);
        }
        catch (ClusterUnavailableException)
        {
            return SignInScreen.Refused(StatusCodes.Status503ServiceUnavailable, target);
        }

        return new SeeOther(target);
    }

    private static Results<SeeOther, BadRequest, ConsolePage> RefuseKey(HttpContext context, SignInRates rates, Audit audit, string target)
    {
        if (!rates.TryRefuse(context.Connection.RemoteIpAddress))
        {
            context.Response.Headers.RetryAfter = SignInRates.Period.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return SignInScreen.Refused(StatusCodes.Status429TooManyRequests, target);
        }

        audit.NoteRefusedSignIn(context);
        return new SeeOther($"{SignInPage.Path}?failed=1&to={Uri.EscapeDataString(target)}");
    }

    /// <summary>Returns the form; <see langword="null"/> if the body is not what its type says, is in UTF-7, or has too many values.</summary>
    private static async Task<IFormCollection?> TryReadFormAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            // The latter is the framework's refusal of UTF-7.
            return null;
        }
    }

    /// <summary>Ends the session in this browser, and its event streams at this front end.</summary>
    internal static async Task<SeeOther> EndAsync(HttpContext context, AccessPolicy policy, ConsoleSessions sessions)
    {
        try
        {
            if (await sessions.FindAsync(context.Request) is { } session)
                policy.EndSession(session);
        }
        catch (ClusterUnavailableException)
        {
            // The streams end when the page closes them, or with the session.
        }

        ConsoleSession.End(context);
        return new SeeOther(SignInPage.Path);
    }

    /// <summary>
    /// Returns a path of this service; <c>/</c> for anything else, which could lead to another site or cannot be in a header.
    /// </summary>
    internal static string LocalPath(string? target) =>
        target is ['/', not ('/' or '\\'), ..] && target.All(mark => char.IsAscii(mark) && !char.IsControl(mark)) ? target : "/";
}

/// <summary>A 303 response that leads to a path below the root of the service.</summary>
internal sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = $"{httpContext.Request.PathBase.ToUriComponent()}{path}";
        return Task.CompletedTask;
    }
}
