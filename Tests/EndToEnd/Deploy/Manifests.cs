using System.Globalization;
using System.Text.Json.Nodes;

namespace RetailPulse.Tests.EndToEnd.Deploy;

/// <summary>The objects of the Kubernetes manifests, and what several tests ask of them.</summary>
internal sealed class Manifests(IReadOnlyList<JsonNode> objects)
{
    public JsonNode[] Deployments => Of("Deployment");

    public static Manifests Read() => new(DeployFiles.Kubernetes);

    public static string? Name(JsonNode node) => (string?)node["metadata"]!["name"];

    public static JsonNode Pod(JsonNode deployment) => deployment["spec"]!["template"]!["spec"]!;

    public static JsonNode Labels(JsonNode deployment) => deployment["spec"]!["template"]!["metadata"]!["labels"]!;

    public static JsonNode Container(JsonNode deployment) => Pod(deployment)["containers"]!.AsArray().Single()!;

    public static bool Matches(JsonNode selector, JsonNode labels) =>
        selector.AsObject().All(wanted => (string?)labels[wanted.Key] == (string?)wanted.Value);

    /// <summary>Returns a whole number, or <see langword="null"/> for anything else, such as a percentage.</summary>
    public static int? Number(JsonNode? node) =>
        int.TryParse((string?)node, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public JsonNode[] Of(string kind) => [.. objects.Where(node => (string?)node["kind"] == kind)];

    public JsonNode Find(string kind, string name) => Of(kind).Single(node => Name(node) == name);
}
