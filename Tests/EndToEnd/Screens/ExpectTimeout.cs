using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>Sets how long expectations of pages wait, for every test that uses a browser, regardless of which one runs first.</summary>
internal static class ExpectTimeout
{
    [ModuleInitializer]
    public static void Set() => Assertions.SetDefaultExpectTimeout(60_000);
}
