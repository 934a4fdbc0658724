using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace RetailPulse.Tests.Support.Repository;

/// <summary>The files of <c>deploy/</c> and what they must agree with, read from the checkout.</summary>
internal static class DeployFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>Configuration of this build, such as <c>Release</c>.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static IEnumerable<string> Texts =>
        Directory.EnumerateFiles(Path.Combine(Root, "deploy"), "*", SearchOption.AllDirectories).Select(File.ReadAllText);

    public static JsonNode Compose => Documents("deploy/compose.yaml").Single();

    public static JsonNode[] Kubernetes => [.. Directory.GetFiles(Path.Combine(Root, "deploy/kubernetes")).SelectMany(Documents)];

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The certificate files that an object's settings name, in the order of the settings' table.</summary>
    public static string Tls(JsonNode settings) =>
        string.Join(
            ' ',
            ((string[])["CertificateFile", "KeyFile", "AuthorityFile"]).Select(name =>
                (string?)settings[$"RetailPulse__Cluster__Tls__{name}"]
            )
        );

    /// <summary>The documents of a YAML file; every scalar is a string.</summary>
    public static JsonNode[] Documents(string path)
    {
        using var text = File.OpenText(Path.Combine(Root, path));
        var parser = new MergingParser(new Parser(text));
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        var deserializer = new DeserializerBuilder().Build();
        List<JsonNode> documents = [];
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
            documents.Add(Node(deserializer.Deserialize(parser))!);
        return [.. documents];
    }

    private static JsonNode? Node(object? value) =>
        value switch
        {
            IDictionary<object, object?> map => new JsonObject(
                map.Select(entry => KeyValuePair.Create((string)entry.Key, Node(entry.Value)))
            ),
            IList<object?> list => new JsonArray([.. list.Select(Node)]),
            _ => JsonValue.Create((string?)value),
        };

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RetailPulse.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }
}
