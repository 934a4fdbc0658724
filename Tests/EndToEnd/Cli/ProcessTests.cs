using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.EndToEnd.Cli;

/// <summary>What only a process of its own shows: signals, pipes, terminals, and what other users see.</summary>
public sealed class ProcessTests : IClassFixture<Product>, IDisposable
{
    private readonly Product product;
    private readonly CliProcess cli = new();

    public ProcessTests(Product product)
    {
        this.product = product;
        product.Fetcher.Answer = (_, _) => FakeFetcher.Sound;
    }

    public void Dispose() => cli.Dispose();

    /// <summary>The way of the documents to run it from the source code.</summary>
    [Fact]
    public async Task It_runs_from_the_source_code() =>
        Assert.StartsWith(
            "retailpulse ",
            await Command.RunAsync(
                "dotnet",
                "run",
                "--project",
                Path.Combine(DeployFiles.Root, "Cli"),
                "-c",
                DeployFiles.Configuration,
                "--no-build",
                "--",
                "--version"
            )
        );

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_the_command_but_not_the_job(string signal, int expected)
    {
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        var id = await new Api(product.Http).SubmitAsync(("S1", [$"http://a.example/{signal}"]));
        using var process = cli.Start($"exec env --default-signal={signal} retailpulse wait {id} --verbose", product.Http.BaseAddress);
        await PrintsAsync(process, $"/api/v1/jobs/{id} 200");
        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).Dispose();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        Assert.Equal(expected, process.ExitCode);
        Assert.Contains($"To resume waiting: retailpulse wait {id}", await process.StandardError.ReadToEndAsync());
        held.SetResult();
        product.Fetcher.Gate = Task.CompletedTask;
        Assert.Equal("completed", (await new Api(product.Http).EndAsync(id)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_reading_and_leaves_no_copy_of_the_input(string signal, int expected)
    {
        using var process = cli.Start(
            $"mkdir -p tmp; TMPDIR=$PWD/tmp exec env --default-signal={signal} retailpulse submit -",
            product.Http.BaseAddress
        );
        await process.StandardInput.WriteAsync("store_id,visit_time,image_url\n");
        await process.StandardInput.FlushAsync();
        await Eventually.TrueAsync(() => HasCopy(process), "the input is copied");
        Assert.Empty(Directory.GetFiles(Path.Combine(cli.Folder, "tmp"), "retailpulse-*"));
        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).Dispose();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        Assert.Equal(expected, process.ExitCode);
    }

    [Fact]
    public async Task A_redirected_submission_is_not_reported_as_a_job()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var serving = ServeAsync(listener, $"HTTP/1.1 301 Moved Permanently\r\nLocation: {address}other/\r\nContent-Length: 0\r\n\r\n");
        using var run = new CliRun(address) { Input = "store_id,visit_time,image_url\nS1,t,http://a.example/1\n" };
        var result = await run.RunAsync("submit", "-").WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((2, ""), (result.Code, result.Output));
        Assert.Contains($"301: Moved Permanently: {address}other/", result.Error);
        Assert.Contains("--server", result.Error);
        await serving;
    }

    [Fact]
    public async Task A_closed_pipe_ends_the_command_quietly()
    {
        var api = new Api(product.Http);
        var id = await api.SubmitAsync([
            .. Enumerable
                .Range(0, 200)
                .Select(visit => ("S1", Enumerable.Range(0, 20).Select(i => $"http://a.example/{visit}/{i}").ToArray())),
        ]);
        await api.EndAsync(id);
        foreach (var format in (string[])["", "-o csv", "-o ndjson", "-o json"])
        {
            var (_, output, error) = await cli.RunAsync(
                $"retailpulse images {id} {format} | head -n 1 > /dev/null; echo ${{PIPESTATUS[0]}}",
                product.Http.BaseAddress
            );
            Assert.Equal(("141\n", ""), (output, error));
        }
    }

    [Fact]
    public async Task Several_commands_can_write_to_one_file()
    {
        var (_, output, _) = await cli.RunAsync("(retailpulse --version; retailpulse --version) > out.txt; cat out.txt");
        Assert.Equal("retailpulse 0.1.0\nretailpulse 0.1.0\n", output);
    }

    [Fact]
    public async Task An_interrupted_export_ends_with_7()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(
            listener,
            "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n7\r\njob_id,\r\n"
        );
        using var run = new CliRun(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"));
        var result = await run.RunAsync("images", "17", "-o", "csv");
        Assert.Equal((7, "job_id,"), (result.Code, result.Output));
        Assert.Contains("What was printed is incomplete", result.Error);
        await serving;
    }

    [Fact]
    public async Task No_key_is_visible_to_others()
    {
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        var id = await new Api(product.Http).SubmitAsync(("S1", ["http://a.example/ps"]));
        using var process = cli.Start($"RETAILPULSE_API_KEY=rp_visible exec retailpulse wait {id} --verbose", product.Http.BaseAddress);
        await PrintsAsync(process, " 200");
        Assert.DoesNotContain("rp_visible", await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline"));
        held.SetResult();
        product.Fetcher.Gate = Task.CompletedTask;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        Assert.DoesNotContain("rp_visible", await process.StandardError.ReadToEndAsync());
    }

    /// <summary>Reads lines of the errors until one contains the text: a call that a busy machine did not answer in time is repeated.</summary>
    private static async Task PrintsAsync(Process process, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string? line;
        do line = await process.StandardError.ReadLineAsync(limit.Token);
        while (line?.Contains(text, StringComparison.Ordinal) == false);
        Assert.NotNull(line);
    }

    /// <summary>Returns whether a process has a temporary copy of its input open.</summary>
    private static bool HasCopy(Process process)
    {
        try
        {
            return Directory
                .GetFiles($"/proc/{process.Id}/fd")
                .Any(file =>
                    File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName.Contains("/tmp/retailpulse-", StringComparison.Ordinal)
                    == true
                );
        }
        catch (IOException)
        {
            // A file was closed meanwhile.
            return false;
        }
    }

    /// <summary>Answers one request, and closes the connection.</summary>
    private static async Task ServeAsync(TcpListener listener, string response)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync() is { Length: > 0 }) { }
        await stream.WriteAsync(Encoding.ASCII.GetBytes(response));
        client.Client.Shutdown(SocketShutdown.Send);
        await reader.ReadToEndAsync();
    }
}
