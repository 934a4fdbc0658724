using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>How long browsers wait for pages and for what is expected of them: long, because the machine may be busy with other tests.</summary>
internal static class BrowserTimeout
{
    public const float Milliseconds = 60_000;

    /// <summary>Applies the timeout to expectations, in every test that uses a browser, regardless of which one runs first.</summary>
    [ModuleInitializer]
    public static void Set() => Assertions.SetDefaultExpectTimeout(Milliseconds);
}
