using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>nginx with the settings of <c>deploy/nginx.conf</c>, in front of some front ends.</summary>
internal sealed partial class Nginx : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-nginx-").FullName;
    private readonly Process process;

    private Nginx(Uri address, IEnumerable<Uri> frontEnds)
    {
        Address = address;
        var servers = string.Concat(frontEnds.Select(frontEnd => $"server {frontEnd.Authority} max_fails=0; "));
        var settings = File.ReadAllText(Path.Combine(DeployFiles.Root, "deploy", "nginx.conf"))
            .Replace("worker_processes auto;", "worker_processes 1; daemon off;", StringComparison.Ordinal)
            .Replace("/tmp/", $"{folder}/", StringComparison.Ordinal)
            .Replace("listen 8080;", $"listen {address.Authority};", StringComparison.Ordinal)
            .Replace("http://$front_ends;", "http://front_ends;", StringComparison.Ordinal)
            .Replace("  server {", $"  upstream front_ends {{ {servers}}}\n\n  server {{", StringComparison.Ordinal);
        var file = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(file, Names().Replace(settings, ""));
        process = Process.Start(
            new ProcessStartInfo("/usr/sbin/nginx", ["-e", "stderr", "-p", folder, "-c", file]) { RedirectStandardError = true }
        )!;
    }

    /// <summary>Its address, which stays the same.</summary>
    public Uri Address { get; }

    public static async Task<Nginx> StartAsync(IEnumerable<Uri> frontEnds)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var nginx = new Nginx(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), frontEnds);
        using var http = new HttpClient { BaseAddress = nginx.Address };
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(nginx.process.HasExited, nginx.process.HasExited ? await nginx.process.StandardError.ReadToEndAsync() : "");
                try
                {
                    using var response = await http.GetAsync("/alive");
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "nginx passes requests on",
            seconds: 120
        );
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        // A quick stop, which ends its worker as well.
        await Command.TryAsync("kill", "-TERM", $"{process.Id}");
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The addresses of the front ends do not have to be resolved, as in Compose.</summary>
    [GeneratedRegex(@"^ *(resolver|set) .*\n", RegexOptions.Multiline)]
    private static partial Regex Names();
}
