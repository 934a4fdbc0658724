using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests how processes start, and how they refuse to: with one clear message and exit code 1, without serving anything.</summary>
public sealed class StartTests : IDisposable
{
    private readonly SqliteFolder folder = new();

    private string[] Settings =>
        [
            $"--ConnectionStrings:RetailPulse={folder.ConnectionString}",
            "--RetailPulse:Cluster:SiloPort=0",
            "--RetailPulse:Cluster:GatewayPort=0",
            "--urls=http://127.0.0.1:0",
        ];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("WebFrontend")]
    [InlineData("Silo")]
    public async Task A_broken_store_master_is_named_with_its_line(string process)
    {
        var stores = Path.Combine(folder.Folder, "stores.csv");
        await File.WriteAllTextAsync(stores, "store_id,store_name,area_code\nS1,One,10\nS1,Two,10\n");
        await RefusesAsync(
            process,
            $"The store master '{stores}' cannot be used. line 3: store id 'S1' is on line 2 already",
            $"--RetailPulse:Stores:Path={stores}"
        );
    }

    [Fact]
    public Task A_missing_store_master_is_named() =>
        RefusesAsync("WebFrontend", "nowhere.csv' cannot be read", "--RetailPulse:Stores:Path=nowhere.csv");

    [Theory]
    [InlineData("WebFrontend")]
    [InlineData("Silo")]
    public async Task A_file_that_is_not_a_database_is_not_changed(string process)
    {
        await File.WriteAllTextAsync(folder.File, new string('x', 5000));
        await RefusesAsync(process, "is not a database, or is corrupt; nothing was written to it");
        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(folder.File));
    }

    [Theory]
    [InlineData("--RetailPulse:Images:Slots=0", "RetailPulse:Images:Slots must be 1 to 100000")]
    [InlineData("--RetailPulse:Gpu:MinSleep=00:00:09", "RetailPulse:Gpu:MinSleep must be 0 or more and at most MaxSleep")]
    [InlineData("--RetailPulse:Api:BodyTimeout=0", "RetailPulse:Api:BodyTimeout must be 00:00:01 to 01:00:00")]
    [InlineData("--RetailPulse:Api:MaxExportDuration=0", "RetailPulse:Api:MaxExportDuration must be 00:00:01 to 1.00:00:00")]
    [InlineData("--RetailPulse:Api:MaxConnections=0", "RetailPulse:Api:MaxConnections must be 2 to 1000000")]
    [InlineData("--RetailPulse:Api:MaxBodyBytes=1", "RetailPulse:Api:MaxBodyBytes must be 1024 to 1073741824")]
    [InlineData("--RetailPulse:Api:Keys:0:Tenant=Acme", "RetailPulse:Api:Keys:0:Tenant is 'Acme'")]
    [InlineData("--urls=http://*:0", "The API asks for no key and would listen at http://*:0")]
    [InlineData("--Kestrel:Endpoints:Http:Url=http://0.0.0.0:0", "set RetailPulse:Api:AllowOpen to true")]
    [InlineData("--AllowedHosts=https://pulse.example", "AllowedHosts has 'https://pulse.example', which is not a host name")]
    [InlineData("--RetailPulse:Api:AllowedOrigins:0=*", "RetailPulse:Api:AllowedOrigins has '*', which is not an origin")]
    [InlineData("--RetailPulse:Api:AllowedOrigins=https://app.example", "RetailPulse:Api:AllowedOrigins is a list")]
    [InlineData("--RetailPulse:Api:AllowedOrigins:0=https://app.example/", "which is not an origin; write one as https://app.example.com")]
    [InlineData("--RetailPulse:Api:TrustedProxies:0=0.0.0.0/0", "RetailPulse:Api:TrustedProxies has '0.0.0.0/0'")]
    [InlineData("--RetailPulse:Api:PathBase=pulse", "RetailPulse:Api:PathBase is 'pulse'")]
    [InlineData("--RetailPulse:Api:ProbePort=70000", "RetailPulse:Api:ProbePort must be 1 to 65535")]
    [InlineData("--RetailPulse:Cluster:SiloPort=70000", "RetailPulse:Cluster:SiloPort is 70000")]
    [InlineData("--RetailPulse:Cluster:ListenAddress=silo-1", "RetailPulse:Cluster:ListenAddress is 'silo-1'; give an IP address")]
    [InlineData("--RetailPulse:Cluster:Tls:KeyFile=/tls.key", "RetailPulse:Cluster:Tls:CertificateFile is missing; name all three files")]
    [InlineData("--RetailPulse:Cluster:Tls:PeerName=silo", "RetailPulse:Cluster:Tls:KeyFile is missing; name all three files")]
    [InlineData("--RetailPulse:Images:Slots=many", "Slots")]
    [InlineData("--RetailPulse:Images:IdleTimeout=00:00:00", "RetailPulse:Images:IdleTimeout must be 00:00:00.001 to 01:00:00")]
    [InlineData(
        "--RetailPulse:Images:AllowedNetworks:0=10.1.2.3/16",
        "RetailPulse:Images:AllowedNetworks has '10.1.2.3/16', which is not a network; write one as 10.1.0.0/16"
    )]
    [InlineData(
        "--RetailPulse:Webhooks:AllowedNetworks:0=10.1.2.3/16",
        "RetailPulse:Webhooks:AllowedNetworks has '10.1.2.3/16', which is not a network; write one as 10.1.0.0/16"
    )]
    [InlineData(
        "--RetailPulse:Webhooks:RefusedNetworks=10.1.0.0/16",
        "RetailPulse:Webhooks:RefusedNetworks is a list; write RetailPulse:Webhooks:RefusedNetworks:0=10.1.0.0/16"
    )]
    [InlineData(
        "--RetailPulse:Images:AllowedNetworks=10.1.0.0/16",
        "RetailPulse:Images:AllowedNetworks is a list; write RetailPulse:Images:AllowedNetworks:0=10.1.0.0/16"
    )]
    [InlineData("--RetailPulse:Storage:Provider=Oracle", "RetailPulse:Storage:Provider must be")]
    [InlineData("--RetailPulse:Storage:CommitEvery=00:00:02", "RetailPulse:Storage:CommitEvery must be")]
    [InlineData("--RetailPulse:Cluster:Role=Boss", "Role")]
    [InlineData("--ConnectionStrings:RetailPulse=Data Source=:memory:", "names no file")]
    public Task A_setting_out_of_its_range_is_named(string setting, string message) => RefusesAsync("WebFrontend", message, setting);

    [Fact]
    public Task An_advertised_name_without_an_address_is_reported() =>
        RefusesAsync(
            "Silo",
            "RetailPulse:Cluster:AdvertisedAddress is 'nowhere.invalid', which has no address",
            "--RetailPulse:Cluster:AdvertisedAddress=nowhere.invalid"
        );

    [Fact]
    public Task An_advertised_address_of_another_machine_is_named() =>
        RefusesAsync(
            "Silo",
            "leads to 203.0.113.7, which is not an address of this machine",
            "--RetailPulse:Cluster:AdvertisedAddress=203.0.113.7"
        );

    [Fact]
    public Task A_missing_certificate_file_is_named() =>
        RefusesAsync(
            "Silo",
            "The files of RetailPulse:Cluster:Tls cannot be used: Could not find a part of the path '/nowhere/tls.crt'",
            "--RetailPulse:Cluster:Tls:CertificateFile=/nowhere/tls.crt",
            "--RetailPulse:Cluster:Tls:KeyFile=/nowhere/tls.key",
            "--RetailPulse:Cluster:Tls:AuthorityFile=/nowhere/ca.crt"
        );

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await RefusesAsync("WebFrontend", $"http://127.0.0.1:{port}", $"--urls=http://127.0.0.1:{port}");
        await RefusesAsync(
            "Silo",
            $"RetailPulse:Cluster:SiloPort is {port}, which cannot be used",
            $"--RetailPulse:Cluster:SiloPort={port}"
        );
    }

    [Fact]
    public async Task The_demo_exits_0_when_its_job_completed()
    {
        var (exitCode, output) = await ProductProcess.RunAsync("WebFrontend", ["--demo", "--once", .. Settings]);
        Assert.True(exitCode == 0, output);
        Assert.Contains("""{"status":"completed","job_id":"1"}""", output);
        Assert.Matches("shelf-front.jpg +S00339218 +jpeg +1280×960 +4480", output);
    }

    [Fact]
    public async Task The_demo_exits_1_when_its_job_failed()
    {
        var (exitCode, output) = await ProductProcess.RunAsync(
            "WebFrontend",
            ["--demo", "--once", "--RetailPulse:Images:MaxBytes=1000", .. Settings]
        );
        Assert.True(exitCode == 1, output);
        Assert.Contains("""{"status":"failed","job_id":"1","error":[{"store_id":"S00339218","error":"Download failed"}""", output);
    }

    [Fact]
    public async Task A_front_end_that_is_allowed_to_be_open_listens_beyond_loopback()
    {
        await using var front = ProductProcess.Launch(
            "WebFrontend",
            [.. Settings, "--urls=http://0.0.0.0:0", "--RetailPulse:Api:AllowOpen=true"]
        );
        await front.ReadyAsync();
    }

    [Fact]
    public async Task A_key_is_created()
    {
        var (exitCode, output) = await ProductProcess.RunAsync(
            "WebFrontend",
            "--new-key",
            "--tenant",
            "acme",
            "--role",
            "submit",
            "--name",
            "back-office"
        );
        Assert.Equal(0, exitCode);
        Assert.Matches("rp_[A-Za-z0-9_-]{43}", output);
    }

    [Fact]
    public async Task Help_is_printed()
    {
        var (exitCode, output) = await ProductProcess.RunAsync("WebFrontend", "--help");
        Assert.Equal(0, exitCode);
        Assert.Contains("--demo --once", output);
    }

    [Theory]
    [InlineData("WebFrontend", "-h", "--demo --once")]
    [InlineData("Silo", "-h", "A silo of RetailPulse")]
    [InlineData("Silo", "--help", "A silo of RetailPulse")]
    public async Task Help_has_a_short_form_and_is_for_silos_too(string process, string argument, string text)
    {
        var (exitCode, output) = await ProductProcess.RunAsync(process, argument);
        Assert.Equal(0, exitCode);
        Assert.Contains(text, output);
    }

    [Theory]
    [InlineData("WebFrontend", "--dmo", "--dmo is neither a switch nor a setting; did you mean --demo?")]
    [InlineData("WebFrontend", "--port=8080", "did you mean --urls=http://localhost:PORT?")]
    [InlineData("WebFrontend", "--once", "--once goes with --demo")]
    [InlineData(
        "WebFrontend",
        "--RetailPulse:Images:Slot=2",
        "RetailPulse:Images:Slot is not a setting; did you mean RetailPulse:Images:Slots?"
    )]
    [InlineData("Silo", "--RetailPulse:Images:Slot=2", "did you mean RetailPulse:Images:Slots?")]
    [InlineData("Silo", "--demo", "--demo is neither a switch nor a setting")]
    public Task A_misspelled_argument_is_refused_with_the_nearest_match(string process, string argument, string message) =>
        RefusesAsync(process, message, argument);

    [Fact]
    public async Task A_misspelled_variable_of_the_environment_is_refused()
    {
        await using var front = ProductProcess.Launch(
            "WebFrontend",
            new ProcessEnvironment { Variables = [("RetailPulse__Api__MaxJob", "3")] },
            Settings
        );
        await front.EndAsync();
        Assert.Equal(1, front.ExitCode);
        Assert.Contains("RetailPulse:Api:MaxJob is not a setting; did you mean RetailPulse:Api:MaxJobs?", front.Output);
    }

    [Fact]
    public async Task Each_line_of_the_log_begins_with_its_time_and_a_first_start_has_no_alarms()
    {
        await using var front = await ProductProcess.StartFrontEndAsync(Settings[..3]);
        Assert.All(Lines(front), line => Assert.Matches(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z [a-z]+ [A-Z][A-Za-z.]+: .", line));

        // Orleans and Kestrel warn of a slow machine.
        Assert.All(
            Lines(front).Where(line => line.Contains(" RetailPulse.", StringComparison.Ordinal)),
            line => Assert.Contains("Z info RetailPulse.", line)
        );
    }

    [Fact]
    public async Task The_log_is_JSON_on_request()
    {
        await using var front = await ProductProcess.StartFrontEndAsync([.. Settings[..3], "--RetailPulse:Log:Format=Json"]);
        Assert.All(
            Lines(front),
            line =>
                Assert.EndsWith(
                    "Z",
                    JsonSerializer.Deserialize<JsonElement>(line).GetProperty("time").GetString(),
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public async Task The_embedded_front_end_is_healthy_and_shows_the_dashboard()
    {
        await using var front = await ProductProcess.StartFrontEndAsync(Settings[..3]);
        Assert.Equal("Healthy", await front.Http.GetStringAsync("/health"));
        Assert.Contains("Orleans Dashboard", await front.Http.GetStringAsync("/dashboard/"));
        Assert.Contains("hosts", await front.Http.GetStringAsync("/dashboard/DashboardCounters"));
        Assert.Equal(0, (await ProductProcess.RunAsync("WebFrontend", "--healthcheck", $"--urls={front.Http.BaseAddress}")).ExitCode);
        Assert.Equal(HttpStatusCode.NotFound, (await front.Http.GetAsync("/samples/shelf-front.jpg")).StatusCode);
    }

    [Fact]
    public async Task A_health_check_without_a_server_fails() =>
        Assert.Equal(1, (await ProductProcess.RunAsync("WebFrontend", "--healthcheck", "--urls=http://127.0.0.1:9")).ExitCode);

    private static string[] Lines(ProductProcess process)
    {
        // The entry with the listening address comes in the middle of the start.
        var lines = process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(lines);
        return lines;
    }

    private async Task RefusesAsync(string process, string message, params string[] settings)
    {
        var (exitCode, output) = await ProductProcess.RunAsync(process, [.. Settings, .. settings]);
        Assert.True(exitCode == 1 && output.Contains(message, StringComparison.Ordinal), $"Exit code {exitCode}:\n{output}");
        Assert.Contains("RetailPulse cannot start. ", output);
        Assert.DoesNotContain("   at ", output);
    }
}
