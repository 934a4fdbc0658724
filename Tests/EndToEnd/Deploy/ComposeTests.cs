using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Npgsql;
using RetailPulse.Silo.Cluster;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Edge;

namespace RetailPulse.Tests.EndToEnd.Deploy;

public sealed class ComposeTests
{
    private static readonly string[] Processes = ["silo", "front-end"];

    /// <summary>It runs once, before the others.</summary>
    private const string Certificate = "certificate";

    /// <summary>It runs before each start of the processes.</summary>
    private const string Migration = "migration";

    private readonly JsonObject compose = (JsonObject)DeployFiles.Compose;

    private JsonObject Services => (JsonObject)compose["services"]!;

    [Fact]
    public void What_a_service_names_exists()
    {
        Assert.All(
            Services,
            service =>
                Assert.All(Names(service.Value!["depends_on"]), name => Assert.Contains(name, (IDictionary<string, JsonNode?>)Services))
        );
        Assert.All(
            Services,
            service =>
                Assert.All(
                    Names(service.Value!["networks"]),
                    name => Assert.Contains(name, (IDictionary<string, JsonNode?>)compose["networks"]!)
                )
        );
        Assert.Contains("postgres", (IDictionary<string, JsonNode?>)compose["volumes"]!);
    }

    [Fact]
    public void Every_service_is_watched_started_again_and_bounded() =>
        Assert.All(
            Services.Where(service => service.Key != Certificate),
            service =>
            {
                Assert.NotNull(service.Value!["deploy"]!["resources"]!["limits"]!["memory"]);
                if (service.Key is "certificates" or Migration)
                    return;
                Assert.NotNull(service.Value["healthcheck"]!["test"]);
                Assert.Equal("unless-stopped", (string?)service.Value["restart"]);
            }
        );

    [Fact]
    public void Processes_begin_with_the_certificates_that_are_made_for_them()
    {
        var maker = Services["certificates"]!;
        var arguments = Names(maker["command"]).ToArray();
        Assert.Equal(
            ("dotnet /app/Silo/RetailPulse.Silo.dll --new-certificate --ca /authority --out /certificates", "no", "none"),
            (string.Join(' ', arguments), (string?)maker["restart"], (string?)maker["network_mode"])
        );
        Assert.Equal(["authority:/authority", "certificates:/certificates"], Names(maker["volumes"]));
        Assert.All(
            Processes,
            name =>
            {
                Assert.Equal("service_completed_successfully", (string?)Services[name]!["depends_on"]!["certificates"]!["condition"]);
                Assert.Contains("certificates:/certificates:ro", Names(Services[name]!["volumes"]));
                Assert.Equal(
                    "/certificates/tls.crt /certificates/tls.key /certificates/ca.crt",
                    DeployFiles.Tls(Services[name]!["environment"]!)
                );
            }
        );
        Assert.Contains("--mode=700 --owner=$APP_UID /data /thumbnails /authority /certificates", DeployFiles.Text("Dockerfile"));
    }

    [Fact]
    public void Processes_begin_with_a_database_that_was_upgraded_without_a_time_limit()
    {
        Assert.Equal("dotnet /app/Silo/RetailPulse.Silo.dll --migrate", string.Join(' ', Names(Services[Migration]!["command"])));
        Assert.Equal("no", (string?)Services[Migration]!["restart"]);
        Assert.Equal("service_healthy", (string?)Services[Migration]!["depends_on"]!["postgres"]!["condition"]);
        Assert.All(
            Processes,
            name => Assert.Equal("service_completed_successfully", (string?)Services[name]!["depends_on"]![Migration]!["condition"])
        );
    }

    [Fact]
    public void The_log_of_every_service_is_bounded() =>
        Assert.All(
            Services,
            service =>
                Assert.Equal(
                    ("local", "50m", "5"),
                    (
                        (string?)service.Value!["logging"]?["driver"],
                        (string?)service.Value["logging"]?["options"]!["max-size"],
                        (string?)service.Value["logging"]?["options"]!["max-file"]
                    )
                )
        );

    [Fact]
    public void Both_processes_are_those_of_the_Dockerfile_without_rights_and_have_time_to_stop() =>
        Assert.All(
            Processes,
            name =>
            {
                var service = Services[name]!;
                var process = string.Join(' ', Names(service["command"]));
                Assert.Contains(
                    name == "silo" ? "dotnet /app/Silo/RetailPulse.Silo.dll" : "dotnet /app/WebFrontend/RetailPulse.WebFrontend.dll",
                    process
                );
                Assert.Contains(name == "silo" ? "--output /app/Silo" : "--output /app/WebFrontend", DeployFiles.Text("Dockerfile"));
                Assert.Equal(
                    ("retailpulse", "..", "true", "30s"),
                    (
                        (string?)service["image"],
                        (string?)service["build"]!["context"],
                        (string?)service["read_only"],
                        (string?)service["stop_grace_period"]
                    )
                );
                Assert.Equal("PostgreSql", (string?)service["environment"]!["RetailPulse__Storage__Provider"]);
            }
        );

    [Fact]
    public void A_silo_is_asked_whether_it_is_ready()
    {
        var check = Names(Services["silo"]!["healthcheck"]!["test"]).Last();
        Assert.Contains($"/dev/tcp/$$HOSTNAME/{SiloPorts.DefaultProbePort} ", check);
        Assert.Contains($"GET {Silo.Health.Probes.Ready} ", check);
    }

    [Fact]
    public void The_proxy_stands_between_the_published_port_and_the_front_ends()
    {
        var proxy = DeployFiles.Text("deploy/nginx.conf");
        Assert.Contains("ASPNETCORE_HTTP_PORTS=8080", DeployFiles.Text("Dockerfile"));
        Assert.Contains("set $front_ends front-end:8080;", proxy);
        Assert.Contains("listen 8080;", proxy);
        Assert.Equal("${LISTEN:-127.0.0.1:8080}:8080", (string?)Services["proxy"]!["ports"]![0]);
        Assert.All(Services.Where(service => service.Key != "proxy"), service => Assert.Null(service.Value!["ports"]));

        // In MiB; the service's own cap is to be met first.
        Assert.Contains($"client_max_body_size {(new ApiOptions().MaxBodyBytes >> 20) + 1}m;", proxy);
        Assert.Contains($"client_max_body_size {(new ApiOptions().MaxUploadBytes >> 20) + 1}m;", proxy);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("true", false)]
    public void Without_keys_a_front_end_starts_only_if_that_is_said(string allowOpen, bool refused)
    {
        var environment = Services["front-end"]!["environment"]!
            .AsObject()
            .ToDictionary(setting => setting.Key, setting => (string)setting.Value!);
        environment["http_ports"] = DeployFiles.Text("Dockerfile").Split("ASPNETCORE_HTTP_PORTS=")[1].Split('\n')[0];
        var settings = environment.Select(setting =>
            KeyValuePair.Create(
                setting.Key.Replace("__", ":", StringComparison.Ordinal),
                (string?)
                    Regex.Replace(
                        setting.Value,
                        @"\$\{(\w+):[-?]([^}]*)\}",
                        variable => variable.Groups[1].Value == "ALLOW_OPEN" && allowOpen.Length > 0 ? allowOpen : variable.Groups[2].Value
                    )
            )
        );
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings);
        ListenSettings.Apply(configuration);
        var options = configuration.GetSection(ApiOptions.Section).Get<ApiOptions>()!;
        Assert.Equal(refused, new EdgeOptionsValidator(configuration).Validate(null, options).Failed);
        Assert.DoesNotContain("\nALLOW_OPEN", DeployFiles.Text("deploy/.env.example"));
    }

    [Fact]
    public void The_connection_to_the_database_is_verified_by_the_certificate_that_is_made_for_it()
    {
        var process = Services["silo"]!;
        var connection = new NpgsqlConnectionStringBuilder((string)process["environment"]!["ConnectionStrings__RetailPulse"]!);
        Assert.Equal((SslMode.VerifyFull, "/database-authority/ca.crt"), (connection.SslMode, connection.RootCertificate));
        Assert.All(Processes, name => Assert.Contains("database-authority:/database-authority:ro", Names(Services[name]!["volumes"])));

        Assert.Equal(
            ["sh", "/make-certificate.sh", connection.Host!, "/database-certificate", "/database-authority"],
            Names(Services[Certificate]!["entrypoint"])
        );
        Assert.Contains("-cssl_key_file=/database-certificate/server.key", Names(Services["postgres"]!["command"]));
        Assert.Equal("service_completed_successfully", (string?)Services["postgres"]!["depends_on"]![Certificate]!["condition"]);
    }

    [Fact]
    public void The_database_has_a_connection_for_everyone()
    {
        var pool = new NpgsqlConnectionStringBuilder(PostgreSqlConnection.Complete("Host=h;Database=d")).MaxPoolSize;
        var processes = Processes.Sum(name => Number((string?)Services[name]!["deploy"]!["replicas"]));
        var offered = Names(Services["postgres"]!["command"])
            .Single(word => word.StartsWith("-cmax_connections=", StringComparison.Ordinal));
        Assert.InRange(pool * processes, 1, Number(offered.Split('=')[1]) - 10);
    }

    private static int Number(string? text) => int.Parse(text!, CultureInfo.InvariantCulture);

    /// <summary>A list's entries, or a map's keys.</summary>
    private static IEnumerable<string> Names(JsonNode? node) =>
        node switch
        {
            JsonObject map => map.Select(entry => entry.Key),
            JsonArray list => list.Select(entry => (string)entry!),
            _ => [],
        };
}
