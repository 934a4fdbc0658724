using System.Net;
using System.Text.Json.Nodes;

namespace RetailPulse.Tests.EndToEnd.Deploy;

/// <summary>Tests which connections between pods are allowed.</summary>
public sealed class NetworkPolicyTests
{
    private const string Component = "app.kubernetes.io/component";
    private const string Namespace = "kubernetes.io/metadata.name";

    private readonly Manifests manifests = Manifests.Read();

    [Fact]
    public void Without_a_rule_nothing_is_allowed()
    {
        var spec = manifests.Find("NetworkPolicy", "nothing-by-default")["spec"]!;
        Assert.Empty(spec["podSelector"]!.AsObject());
        Assert.Equal(["Ingress", "Egress"], spec["policyTypes"]!.AsArray().Select(type => (string?)type));
        Assert.Null(spec["ingress"] ?? spec["egress"]);
    }

    [Theory]
    [InlineData("silo", "11111 silo", "30000 front-end", "9464 namespace monitoring")]
    [InlineData("front-end", "8080 anyone", "8081 namespace monitoring")]
    public void Only_those_who_need_a_port_reach_it(string pod, params string[] allowed)
    {
        var found = Rules(pod, "ingress").SelectMany(rule => Ports(rule).SelectMany(port => Peers(rule, "from"), Describe)).ToArray();
        Assert.Equal(allowed.Order(), found.Order());
        Assert.Equal(
            Manifests.Container(manifests.Find("Deployment", pod))["ports"]!
                .AsArray()
                .Select(port => (string?)port!["containerPort"])
                .Order(),
            found.Select(line => line.Split(' ')[0]).Order()
        );
    }

    [Theory]
    [InlineData("silo", "11111 silo")]
    [InlineData("front-end", "30000 silo")]
    public void Every_process_reaches_silos_names_and_the_database(string pod, string silos)
    {
        var found = Rules(pod, "egress").SelectMany(rule => Ports(rule).SelectMany(port => Peers(rule, "to"), Describe)).ToArray();
        Assert.Contains(silos, found);
        Assert.Contains("53 namespace kube-system", found);
        Assert.Contains("5432 namespace postgresql", found);
    }

    [Fact]
    public void Images_and_webhooks_reach_no_private_address()
    {
        var networks = Rules("silo", "egress")
            .SelectMany(rule => rule["to"]!.AsArray())
            .Select(peer => peer!["ipBlock"])
            .OfType<JsonNode>();
        var refused = networks.SelectMany(network => network["except"]!.AsArray()).Select(network => (string?)network).ToArray();
        Assert.Empty(
            ((string[])["10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]).Except(refused)
        );
        Assert.DoesNotContain(Rules("front-end", "egress"), rule => rule["to"]!.AsArray().Any(peer => peer!["ipBlock"] is not null));
    }

    /// <summary>The API server refuses a policy otherwise. It reads an IPv4-mapped network as one of IPv4, which is in no network of IPv6.</summary>
    [Fact]
    public void Every_exception_is_a_smaller_network_within_its_own()
    {
        var blocks = Rules("silo", "egress").SelectMany(rule => rule["to"]!.AsArray()).Select(peer => peer!["ipBlock"]).OfType<JsonNode>();
        var exceptions = blocks
            .SelectMany(block => block["except"]!.AsArray(), (block, except) => (Cidr: (string)block["cidr"]!, Except: (string)except!))
            .ToArray();
        Assert.InRange(exceptions.Length, 10, 50);
        Assert.All(exceptions, exception => Assert.True(IsWithin(exception.Except, exception.Cidr), exception.ToString()));
        Assert.False(IsWithin("::ffff:0:0/96", "::/0"));
    }

    private static bool IsWithin(string except, string cidr)
    {
        var (inner, outer) = (IPNetwork.Parse(except), IPNetwork.Parse(cidr));
        return !inner.BaseAddress.IsIPv4MappedToIPv6
            && inner.BaseAddress.AddressFamily == outer.BaseAddress.AddressFamily
            && inner.PrefixLength > outer.PrefixLength
            && outer.Contains(inner.BaseAddress);
    }

    private static string Describe(string port, string peer) => $"{port} {peer}";

    private static IEnumerable<string> Ports(JsonNode rule) => rule["ports"]!.AsArray().Select(port => (string)port!["port"]!).Distinct();

    /// <summary>Returns the component or the namespace of each peer of a rule.</summary>
    private static IEnumerable<string> Peers(JsonNode rule, string direction) =>
        rule[direction]
            ?.AsArray()
            .Select(peer =>
                (string?)peer!["ipBlock"]?["cidr"]
                ?? (
                    peer["namespaceSelector"] is { } other
                        ? $"namespace {(string?)other["matchLabels"]![Namespace]}"
                        : (string)peer["podSelector"]!["matchLabels"]![Component]!
                )
            )
        ?? ["anyone"];

    private IEnumerable<JsonNode> Rules(string pod, string direction) =>
        manifests
            .Of("NetworkPolicy")
            .Where(policy =>
                Manifests.Matches(
                    policy["spec"]!["podSelector"]!["matchLabels"] ?? new JsonObject(),
                    Manifests.Labels(manifests.Find("Deployment", pod))
                )
            )
            .SelectMany(policy => policy["spec"]![direction]?.AsArray() ?? [])
            .Select(rule => rule!);
}
