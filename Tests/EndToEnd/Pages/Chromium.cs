using System.Diagnostics;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Pages;

/// <summary>A real browser without a window, for which every name below <c>.example</c> is this machine.</summary>
internal static class Chromium
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Switches =
    [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--no-proxy-server",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-breakpad",
        "--host-resolver-rules=MAP *.example 127.0.0.1",
    ];

    /// <summary>Opens the page under a host name and returns what its script reported, by attempt.</summary>
    public static async Task<Dictionary<string, string>> OpenAsync(WebPage page, string host)
    {
        await using var browser = Start($"http://{host}:{page.Port}/");
        await page.Report.WaitAsync(Patience);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(await page.Report)!;
    }

    /// <summary>Opens a URL and returns the page as its scripts have made it within some seconds.</summary>
    public static async Task<string> ReadAsync(string url)
    {
        await using var browser = Start("--virtual-time-budget=15000", "--dump-dom", url);
        return await browser.ReadOutputAsync().WaitAsync(Patience);
    }

    private static Browser Start(params string[] arguments) => new(arguments);

    /// <summary>Its processes, in a session of their own, and its profile.</summary>
    private sealed class Browser : IAsyncDisposable
    {
        private readonly string profile = Directory.CreateTempSubdirectory("retailpulse-chromium-").FullName;
        private readonly OrphanCleanup cleanup = new();
        private readonly Process process;

        public Browser(string[] arguments)
        {
            process = Process.Start(
                new ProcessStartInfo(
                    "setsid",
                    ["sh", "-c", "exec chromium \"$@\" > output 2> errors", "sh", .. Switches, $"--user-data-dir={profile}", .. arguments]
                )
                {
                    WorkingDirectory = profile,
                }
            )!;
            cleanup.AtTheEnd($"kill -9 -{process.Id} 2> /dev/null; rm -rf '{profile}'");
        }

        public async Task<string> ReadOutputAsync()
        {
            await process.WaitForExitAsync();
            return await File.ReadAllTextAsync(Path.Combine(profile, "output"));
        }

        public async ValueTask DisposeAsync()
        {
            await Command.TryAsync("kill", "-9", "--", $"-{process.Id}");
            await process.WaitForExitAsync();
            process.Dispose();
            cleanup.Dispose();
        }
    }
}
