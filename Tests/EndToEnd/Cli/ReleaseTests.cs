using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.EndToEnd.Cli;

/// <summary>
/// Measures the published file. Publishing takes minutes, so it runs on request only:
/// <c>dotnet Tests/bin/Release/net10.0/RetailPulse.Tests.dll -class '*.ReleaseTests' -explicit only</c>.
/// </summary>
[Collection("Alone")]
public sealed class ReleaseTests
{
    private const int Rows = 1_000_000;
    private const int MostMilliseconds = 150;
    private const int MostKilobytes = 200_000;

    [Fact(Explicit = true)]
    public async Task The_published_file_starts_quickly_and_streams_a_million_rows()
    {
        using var cli = new CliProcess();
        await Command.RunAsync(
            "dotnet",
            "publish",
            Path.Combine(DeployFiles.Root, "Cli"),
            "--configuration",
            "Release",
            "--runtime",
            "linux-x64",
            "--output",
            Path.Combine(cli.Folder, "bin"),
            "--artifacts-path",
            Path.Combine(cli.Folder, "artifacts"),
            "-warnaserror"
        );
        var program = Assert.Single(Directory.GetFiles(Path.Combine(cli.Folder, "bin")));
        Assert.Equal("retailpulse", Path.GetFileName(program));

        List<double> starts = [];
        for (var i = 0; i < 11; i++)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.Equal("retailpulse 0.1.0\n", await Command.RunAsync(program, "--version"));
            starts.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        var median = starts.Order().ElementAt(5);
        TestContext.Current.SendDiagnosticMessage($"Start: {median:0} ms. File: {new FileInfo(program).Length >> 20} MiB.");
        Assert.InRange(median, 0, MostMilliseconds);

        await using var service = await StartServiceAsync();
        var (code, output, error) = await cli.RunAsync(
            $$"""
            awk 'BEGIN { print "store_id,visit_time,image_url"; for (i = 0; i < {{Rows}}; i++) print "S" i ",2026-05-04T09:30:00Z,https://images.example/photos/" i ".jpg" }' |
              {{program}} submit - --split 10000 --quiet > ids & pid=$!
            most=0
            while kill -0 $pid 2> /dev/null; do
              peak=$(awk '/VmHWM/ { print $2 }' /proc/$pid/status 2> /dev/null)
              if [ "${peak:-0}" -gt $most ]; then most=$peak; fi
              sleep 0.1
            done
            wait $pid || exit 1
            echo $most $(wc -l < ids)
            """,
            new Uri(service.Urls.First())
        );
        Assert.True(code == 0, error);
        var (kilobytes, jobs) = (Number(output, 0), Number(output, 1));
        TestContext.Current.SendDiagnosticMessage($"Memory for {Rows} rows: {kilobytes} kB.");
        Assert.Equal(Rows / 10_000, jobs);
        Assert.InRange(kilobytes, 1, MostKilobytes);
    }

    private static int Number(string output, int position) => int.Parse(output.Split(' ')[position], CultureInfo.InvariantCulture);

    /// <summary>Starts a service that accepts every submission without storing it.</summary>
    private static async Task<WebApplication> StartServiceAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var id = 0;
        app.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                $$$"""
                {"id":{{{Interlocked.Increment(ref id)}}},"status":"ongoing","visits":1,"images":1,"links":{"self":"","images":""}}
                """
            );
        });
        await app.StartAsync();
        return app;
    }
}
