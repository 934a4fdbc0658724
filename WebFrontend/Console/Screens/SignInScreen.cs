using RetailPulse.WebFrontend.Access;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/console/sign-in</c>: asks for a key.</summary>
internal static class SignInScreen
{
    private const string UnknownKey = "This key is not known. Check that it is complete, and that the operator has added it.";
    private const string ManyKeys =
        "Too many unknown keys came from your network. Check the key, and wait a minute before you try another one.";
    private const string Unavailable = "The cluster does not respond. Try again in a moment.";

    internal static IResult Get(HttpContext context, AccessPolicy policy) =>
        policy.Current.IsOpen
            ? new SeeOther("/")
            : Page(SessionEndpoint.LocalPath(context.Request.Query["to"]), context.Request.Query.ContainsKey("failed") ? UnknownKey : null);

    /// <summary>Returns the form again, with the reason why nobody was signed in.</summary>
    internal static ConsolePage Refused(int status, string target) =>
        Page(target, status == StatusCodes.Status429TooManyRequests ? ManyKeys : Unavailable).With(status);

    private static ConsolePage Page(string target, string? failure) =>
        ConsolePage.Of<SignIn>("Sign in", "", ("Target", target), ("Failure", failure));
}
