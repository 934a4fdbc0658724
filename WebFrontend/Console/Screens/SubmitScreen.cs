namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/submit</c>: submits a job from a file or pasted text, which the browser reads and checks.</summary>
internal static class SubmitScreen
{
    internal static ConsolePage Get(HttpContext context) =>
        Access.Caller.Of(context).Role >= Access.Role.Submit
            ? ConsolePage.Of<SubmitPage>("Submit a job", "submit")
            : ConsolePage.Refused(StatusCodes.Status403Forbidden, null, "submit");
}
