using RetailPulse.WebFrontend.Access;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/console/sign-in</c>: asks for a key.</summary>
internal static class SignInScreen
{
    internal static IResult Get(HttpContext context, AccessPolicy policy) =>
        policy.Current.IsOpen
            ? new SeeOther("/")
            : ConsolePage.Of<SignIn>(
                "Sign in",
                "",
                ("Target", SessionEndpoint.LocalPath(context.Request.Query["to"])),
                ("Failed", context.Request.Query.ContainsKey("failed"))
            );
}
