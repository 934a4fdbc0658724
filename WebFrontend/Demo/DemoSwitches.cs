namespace RetailPulse.Web.Demo;

/// <summary><c>--demo</c> and <c>--once</c>, which are no settings and so are taken off the command line.</summary>
/// <param name="Once">Exit when the demo's job has ended.</param>
internal sealed record DemoSwitches(bool Demo, bool Once)
{
    public static DemoSwitches Take(string[] args, out string[] settings)
    {
        settings = [.. args.Where(arg => arg is not ("--demo" or "--once"))];
        return new DemoSwitches(args.Contains("--demo"), args.Contains("--once"));
    }
}
