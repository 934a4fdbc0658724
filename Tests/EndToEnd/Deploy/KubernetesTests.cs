using System.Text.Json.Nodes;
using Npgsql;
using static RetailPulse.Tests.EndToEnd.Deploy.Manifests;

namespace RetailPulse.Tests.EndToEnd.Deploy;

public sealed class KubernetesTests
{
    private static readonly string[] ByHand = ["kustomization.yaml", "secret.example.yaml", "certificates.example.yaml", "ingress.yaml"];

    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    private readonly JsonNode[] objects = DeployFiles.Kubernetes;

    private JsonNode[] Deployments => Of("Deployment");

    [Fact]
    public void The_kustomization_lists_every_file_that_is_not_filled_in_by_hand()
    {
        var files = Directory.GetFiles(Path.Combine(DeployFiles.Root, "deploy/kubernetes")).Select(Path.GetFileName).Except(ByHand).Order();
        Assert.Equal(files, Of("Kustomization").Single()["resources"]!.AsArray().Select(file => (string?)file).Order());
    }

    [Fact]
    public void Every_selector_finds_pods()
    {
        JsonNode[] selectors = [.. objects.SelectMany(Selectors), .. Of("Service").Select(service => service["spec"]!["selector"]!)];
        Assert.InRange(selectors.Length, 8, 100);
        Assert.All(
            selectors,
            selector =>
                Assert.Contains(Deployments, deployment => Matches(selector, deployment["spec"]!["template"]!["metadata"]!["labels"]!))
        );
    }

    [Fact]
    public void Every_deployment_finds_its_own_pods_and_has_time_to_stop() =>
        Assert.All(
            Deployments,
            deployment =>
            {
                var labels = deployment["spec"]!["template"]!["metadata"]!["labels"]!;
                Assert.True(Matches(deployment["spec"]!["selector"]!["matchLabels"]!, labels));
                Assert.InRange(Number(deployment["spec"]!["template"]!["spec"]!["terminationGracePeriodSeconds"]) ?? 0, 30, 300);
                Assert.Equal(
                    ("RollingUpdate", "1"),
                    (
                        (string?)deployment["spec"]!["strategy"]!["type"],
                        (string?)deployment["spec"]!["strategy"]!["rollingUpdate"]!["maxSurge"]
                    )
                );
            }
        );

    [Fact]
    public void Every_probe_and_service_names_a_port_of_its_container() =>
        Assert.All(
            Deployments,
            deployment =>
            {
                var container = Container(deployment);
                var ports = container["ports"]!.AsArray().Select(port => (string?)port!["name"]).ToList();
                Assert.All(
                    Probes,
                    probe => Assert.Contains((string?)(container[probe]!["tcpSocket"] ?? container[probe]!["httpGet"])!["port"], ports)
                );
                if (Name(deployment) == "front-end")
                    Assert.Contains((string?)Of("Service").Single()["spec"]!["ports"]![0]!["targetPort"], ports);
            }
        );

    [Fact]
    public void Every_process_is_asked_for_its_start_its_readiness_and_its_life() =>
        Assert.All(
            Deployments,
            deployment =>
                Assert.Equal(
                    [Silo.Health.Probes.Startup, Silo.Health.Probes.Ready, Silo.Health.Probes.Live],
                    Probes.Select(probe => (string?)Container(deployment)[probe]!["httpGet"]!["path"])
                )
        );

    [Fact]
    public void Settings_come_from_objects_that_exist() =>
        Assert.All(
            Deployments,
            deployment =>
            {
                Assert.All(
                    Container(deployment)["envFrom"]!.AsArray(),
                    source =>
                        Assert.Contains(
                            (string?)(source!["configMapRef"] ?? source["secretRef"])!["name"],
                            Of(source["configMapRef"] is null ? "Secret" : "ConfigMap").Select(Name)
                        )
                );
            }
        );

    [Fact]
    public void Every_process_has_the_certificates_of_the_cluster_and_follows_them()
    {
        Assert.Equal(
            "/certificates/tls.crt /certificates/tls.key /certificates/ca.crt",
            DeployFiles.Tls(Of("ConfigMap").Single()["data"]!)
        );
        var secret = (string?)Of("Certificate").Single(certificate => certificate["spec"]!["usages"] is not null)["spec"]!["secretName"];
        Assert.All(
            Deployments,
            deployment =>
            {
                var volume = Volume(deployment, "/certificates");
                Assert.Equal((secret, null), ((string?)volume["secret"]!["secretName"], (string?)volume["secret"]!["optional"]));
            }
        );
    }

    [Fact]
    public void Silos_have_the_key_that_encrypts_secrets()
    {
        Assert.Equal("/secrets/keys", (string?)Of("ConfigMap").Single()["data"]!["RetailPulse__Secrets__KeyFile"]);
        var secret = (string?)Volume(Deployments.Single(deployment => Name(deployment) == "silo"), "/secrets")["secret"]!["secretName"];
        Assert.NotNull(Of("Secret").Single(found => Name(found) == secret)["stringData"]!["keys"]);
    }

    [Fact]
    public void The_connection_to_the_database_is_verified()
    {
        var secret = Of("Secret").Single(found => Name(found) == "retailpulse-database");
        var connection = new NpgsqlConnectionStringBuilder((string)secret["stringData"]!["ConnectionStrings__RetailPulse"]!);
        Assert.Equal(SslMode.VerifyFull, connection.SslMode);
        Assert.All(
            Deployments,
            deployment =>
                Assert.Contains(
                    Container(deployment)["volumeMounts"]!.AsArray(),
                    mount => connection.RootCertificate!.StartsWith($"{(string?)mount!["mountPath"]}/", StringComparison.Ordinal)
                )
        );
    }

    [Fact]
    public void Every_container_is_the_image_of_the_Dockerfile_and_has_no_rights() =>
        Assert.All(
            Deployments,
            deployment =>
            {
                var container = Container(deployment);
                var project = Name(deployment) == "silo" ? "Silo" : "WebFrontend";
                Assert.Equal(
                    ("retailpulse", $"/app/{project}/RetailPulse.{project}.dll"),
                    ((string?)container["image"], (string?)container["command"]![1])
                );
                Assert.Contains(
                    $"dotnet publish {project} --configuration Release --arch $(dpkg --print-architecture) --output /app/{project}",
                    DeployFiles.Text("Dockerfile")
                );
                Assert.Equal("true", (string?)deployment["spec"]!["template"]!["spec"]!["securityContext"]!["runAsNonRoot"]);
                Assert.Equal(
                    "RuntimeDefault",
                    (string?)deployment["spec"]!["template"]!["spec"]!["securityContext"]!["seccompProfile"]!["type"]
                );
                Assert.Equal(
                    ("true", "false", "ALL"),
                    (
                        (string?)container["securityContext"]!["readOnlyRootFilesystem"],
                        (string?)container["securityContext"]!["allowPrivilegeEscalation"],
                        (string?)container["securityContext"]!["capabilities"]!["drop"]![0]
                    )
                );
                Assert.NotNull(container["resources"]!["limits"]!["memory"]);
            }
        );

    /// <summary>The probes of a process would kill an upgrade of the schema that takes longer than they allow.</summary>
    [Fact]
    public void The_schema_is_upgraded_before_a_process_is_asked_for_its_start() =>
        Assert.All(
            Deployments,
            deployment =>
            {
                var (upgrade, process) = (Pod(deployment)["initContainers"]!.AsArray().Single()!, Container(deployment));
                Assert.Equal(
                    "retailpulse dotnet /app/Silo/RetailPulse.Silo.dll --migrate",
                    $"{upgrade["image"]} {string.Join(' ', upgrade["command"]!.AsArray().Select(word => (string?)word))}"
                );
                Assert.Equal(process["securityContext"]!.ToJsonString(), upgrade["securityContext"]!.ToJsonString());
                Assert.Equal(
                    ["retailpulse", "retailpulse-database"],
                    upgrade["envFrom"]!.AsArray().Select(source => (string?)(source!["configMapRef"] ?? source["secretRef"])!["name"])
                );
                Assert.Contains(upgrade["volumeMounts"]!.AsArray(), mount => (string?)mount!["mountPath"] == "/database-authority");
                Assert.NotNull(upgrade["resources"]!["limits"]!["memory"]);
            }
        );

    private JsonNode[] Of(string kind) => new Manifests(objects).Of(kind);

    private static IEnumerable<JsonNode> Selectors(JsonNode node) =>
        (string?)node["kind"] is "NetworkPolicy" or "PodDisruptionBudget"
            ? Descendants(node["spec"]!)
                .Where(found => found.GetPropertyName() == "matchLabels" && found["app.kubernetes.io/name"] is not null)
            : [];

    private static IEnumerable<JsonNode> Descendants(JsonNode? node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject map => map.Select(entry => entry.Value),
            JsonArray list => list,
            _ => [],
        };
        return children
            .OfType<JsonNode>()
            .SelectMany(child => Descendants(child).Prepend(child))
            .Where(found => found.Parent is JsonObject);
    }

    /// <summary>What is mounted there as a whole folder.</summary>
    private static JsonNode Volume(JsonNode deployment, string path)
    {
        var mount = Container(deployment)["volumeMounts"]!.AsArray().Single(mount => (string?)mount!["mountPath"] == path)!;
        Assert.Null(mount["subPath"]);
        return deployment["spec"]!["template"]!["spec"]!["volumes"]!
            .AsArray()
            .Single(volume => (string?)volume!["name"] == (string?)mount["name"])!;
    }
}
