using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.EndToEnd.Deploy;

/// <summary>Tests autoscalers, disruption budgets, and the placement of pods.</summary>
public sealed partial class ScalingTests
{
    private const string Adapter = "deploy/prometheus/adapter.yaml";

    private readonly Manifests manifests = Manifests.Read();

    private static JsonArray Rules => DeployFiles.Documents(Adapter).Single()["rules"]!["custom"]!.AsArray();

    /// <summary>Names of the gauges that the product exports. <c>PrometheusTests</c> compares the document with a real run.</summary>
    private static string[] Exported =>
        [.. Instrument().Matches(DeployFiles.Text("docs/monitoring.md")).Select(match => match.Groups[1].Value.Replace('.', '_'))];

    private IEnumerable<string> Problems => new ManifestProblems(manifests, Rules, Exported).All;

    [Fact]
    public void Pods_are_scaled_disrupted_and_placed_as_intended()
    {
        Assert.Equal(["front-end", "silo"], manifests.Of("HorizontalPodAutoscaler").Select(Manifests.Name).Order());
        Assert.Empty(Problems);
    }

    [Theory]
    [InlineData("HorizontalPodAutoscaler silo", "scaleTargetRef.name", "silos", "its target does not exist")]
    [InlineData("HorizontalPodAutoscaler front-end", "scaleTargetRef.name", "silo", "deployment front-end: has 0 autoscalers")]
    [InlineData("HorizontalPodAutoscaler silo", "scaleTargetRef.kind", "StatefulSet", "its target does not exist")]
    [InlineData("HorizontalPodAutoscaler silo", "maxReplicas", "3", "maxReplicas more")]
    [InlineData("HorizontalPodAutoscaler silo", "minReplicas", "1", "minReplicas must be at least 2")]
    [InlineData("HorizontalPodAutoscaler silo", "metrics.0.pods.metric.name", "slot_share", "the adapter does not provide slot_share")]
    [InlineData("HorizontalPodAutoscaler front-end", "metrics.0.resource.name", "gpu", "does not request the resource")]
    [InlineData("Deployment silo", "replicas", "3", "replicas undo what the autoscaler did")]
    [InlineData("Deployment silo", "template.spec.topologySpreadConstraints.1.topologyKey", "zone", "not spread over topology")]
    [InlineData(
        "Deployment silo",
        "template.spec.topologySpreadConstraints.0.labelSelector.matchLabels.app",
        "silo",
        "not spread over kubernetes.io/hostname"
    )]
    [InlineData("PodDisruptionBudget silo", "maxUnavailable", "0", "permits no disruption")]
    [InlineData("PodDisruptionBudget silo", "maxUnavailable", "3", "permits the disruption of all pods")]
    [InlineData("PodDisruptionBudget silo", "maxUnavailable", "100%", "must be a number of pods")]
    [InlineData("PodDisruptionBudget silo", "selector.matchLabels.app", "silo", "deployment silo: has 0 budgets")]
    public void A_mistake_in_a_manifest_is_found(string item, string path, string value, string problem)
    {
        var parts = item.Split(' ');
        Set(manifests.Find(parts[0], parts[1])["spec"]!, path, value);
        Assert.Contains(Problems, found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("seriesQuery", "slot_usage{pod!=\"\"}", "slot_usage")]
    [InlineData("metricsQuery", "sum(slots{<<.LabelMatchers>>}) by (<<.GroupBy>>)", "slots")]
    public void A_metric_that_the_product_does_not_export_is_found(string query, string value, string missing)
    {
        var rules = Rules;
        rules[0]![query] = value;
        Assert.Equal([$"autoscaler silo: the product does not export {missing}"], new ManifestProblems(manifests, rules, Exported).All);
    }

    [Fact]
    public void Prometheus_gives_series_the_labels_that_the_adapter_selects()
    {
        var scrape = DeployFiles.Documents("deploy/prometheus/kubernetes.yaml").Single()["scrape_configs"]!.AsArray().Single()!;
        var labels = scrape["relabel_configs"]!.AsArray().Select(rule => (string?)rule!["target_label"]).OfType<string>().ToArray();
        Assert.All(Rules, rule => Assert.Empty(rule!["resources"]!["overrides"]!.AsObject().Select(label => label.Key).Except(labels)));
        var port = (string?)scrape["relabel_configs"]![0]!["regex"];
        Assert.All(
            manifests.Deployments,
            deployment => Assert.Contains(Manifests.Container(deployment)["ports"]!.AsArray(), open => (string?)open!["name"] == port)
        );
    }

    [Fact]
    public void Prometheus_does_not_miss_a_pod_that_has_ended()
    {
        var scrape = DeployFiles.Documents("deploy/prometheus/kubernetes.yaml").Single()["scrape_configs"]!.AsArray().Single()!;
        var rule = scrape["relabel_configs"]!
            .AsArray()
            .Single(rule => (string?)rule!["source_labels"]![0] == "__meta_kubernetes_pod_phase")!;
        Assert.Equal(("Failed|Succeeded", "drop"), ((string?)rule["regex"], (string?)rule["action"]));
    }

    private static void Set(JsonNode node, string path, string value)
    {
        var keys = path.Split('.');
        foreach (var key in keys[..^1])
            node = int.TryParse(key, out var index) ? node[index]! : node[key]!;
        node[keys[^1]] = value;
    }

    [GeneratedRegex(@"^\| `(retailpulse\.[a-z._]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Instrument();
}
