using System.Text.Json.Nodes;
using RetailPulse.Tests.EndToEnd.Telemetry;
using static RetailPulse.Tests.EndToEnd.Deploy.Manifests;

namespace RetailPulse.Tests.EndToEnd.Deploy;

/// <summary>Finds mistakes in the manifests that Kubernetes accepts without a word.</summary>
/// <param name="manifests">Objects of the manifests.</param>
/// <param name="adapter">Rules of prometheus-adapter.</param>
/// <param name="exported">Names of the metrics that the product exports.</param>
internal sealed class ManifestProblems(Manifests manifests, JsonArray adapter, IReadOnlyCollection<string> exported)
{
    private static readonly string[] Spread = ["kubernetes.io/hostname", "topology.kubernetes.io/zone"];

    public IEnumerable<string> All =>
        [
            .. manifests.Of("HorizontalPodAutoscaler").SelectMany(Autoscaler),
            .. manifests.Deployments.SelectMany(deployment =>
                (string[])[.. Scaling(deployment), .. Disruption(deployment), .. Placement(deployment)]
            ),
        ];

    private IEnumerable<string> Autoscaler(JsonNode autoscaler)
    {
        var (name, spec) = (Name(autoscaler), autoscaler["spec"]!);
        var target = manifests.Deployments.SingleOrDefault(deployment =>
            ((string?)spec["scaleTargetRef"]!["kind"], (string?)spec["scaleTargetRef"]!["name"]) == ("Deployment", Name(deployment))
        );
        if (target is null)
            yield return $"autoscaler {name}: its target does not exist";
        if (Number(spec["minReplicas"]) is not { } least || Number(spec["maxReplicas"]) is not { } most || least < 2 || most <= least)
            yield return $"autoscaler {name}: minReplicas must be at least 2, and maxReplicas more";
        foreach (var metric in spec["metrics"]!.AsArray())
            if (Metric(metric!, target) is { } problem)
                yield return $"autoscaler {name}: {problem}";
    }

    private string? Metric(JsonNode metric, JsonNode? target)
    {
        if ((string?)metric["type"] == "Resource")
            return target is null || Container(target)["resources"]!["requests"]![(string)metric["resource"]!["name"]!] is not null
                ? null
                : "its target does not request the resource";
        var name = (string?)metric["pods"]!["metric"]!["name"];
        if (adapter.SingleOrDefault(rule => (string?)rule!["name"]!["as"] == name) is not { } rule)
            return $"the adapter does not provide {name}";
        string[] missing =
        [
            .. ((string[])["seriesQuery", "metricsQuery"]).SelectMany(query => PromQl.Metrics((string)rule[query]!)).Except(exported),
        ];
        return missing.Length == 0 ? null : $"the product does not export {string.Join(", ", missing)}";
    }

    private IEnumerable<string> Scaling(JsonNode deployment)
    {
        if (deployment["spec"]!["replicas"] is not null)
            yield return $"deployment {Name(deployment)}: replicas undo what the autoscaler did";
        var scaled = manifests
            .Of("HorizontalPodAutoscaler")
            .Count(autoscaler => (string?)autoscaler["spec"]!["scaleTargetRef"]!["name"] == Name(deployment));
        if (scaled != 1)
            yield return $"deployment {Name(deployment)}: has {scaled} autoscalers";
    }

    private IEnumerable<string> Disruption(JsonNode deployment)
    {
        var budgets = manifests
            .Of("PodDisruptionBudget")
            .Where(budget => Matches(budget["spec"]!["selector"]!["matchLabels"]!, Labels(deployment)))
            .ToArray();
        if (budgets.Length != 1)
        {
            yield return $"deployment {Name(deployment)}: has {budgets.Length} budgets";
            yield break;
        }

        var pods = manifests
            .Of("HorizontalPodAutoscaler")
            .Where(autoscaler => (string?)autoscaler["spec"]!["scaleTargetRef"]!["name"] == Name(deployment))
            .Select(autoscaler => Number(autoscaler["spec"]!["minReplicas"]))
            .FirstOrDefault();
        var (most, least) = (Number(budgets[0]["spec"]!["maxUnavailable"]), Number(budgets[0]["spec"]!["minAvailable"]));
        var permitted = most ?? pods - least;
        if (permitted is null)
            yield return $"budget {Name(budgets[0])}: must be a number of pods";
        else if (permitted < 1)
            yield return $"budget {Name(budgets[0])}: permits no disruption";
        else if (permitted >= pods)
            yield return $"budget {Name(budgets[0])}: permits the disruption of all pods";
    }

    private static IEnumerable<string> Placement(JsonNode deployment)
    {
        var constraints = Pod(deployment)["topologySpreadConstraints"]?.AsArray() ?? [];
        foreach (var key in Spread)
            if (
                constraints.SingleOrDefault(constraint => (string?)constraint!["topologyKey"] == key) is not { } found
                || !Matches(found["labelSelector"]!["matchLabels"]!, Labels(deployment))
            )
                yield return $"deployment {Name(deployment)}: its pods are not spread over {key}";
    }
}
