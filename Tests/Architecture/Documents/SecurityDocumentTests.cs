using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>Every test that <c>docs/security.md</c> names for an attack exists.</summary>
public sealed partial class SecurityDocumentTests
{
    private static readonly Dictionary<string, Type[]> Types = typeof(SecurityDocumentTests)
        .Assembly.GetTypes()
        .Where(type => !type.IsNested)
        .GroupBy(type => type.Name)
        .ToDictionary(named => named.Key, named => named.ToArray());

    [Fact]
    public void Every_threat_names_tests_that_exist()
    {
        string[] threats =
        [
            .. DeployFiles
                .Text("docs/security.md")
                .Split('\n')
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && Test().IsMatch(line)),
        ];
        Assert.InRange(threats.Length, 40, 200);
        string[] missing =
        [
            .. threats
                .SelectMany(threat => Test().Matches(threat))
                .Where(test => !Exists(test.Groups["type"].Value, test.Groups["method"].Value))
                .Select(test => test.Value),
        ];
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_threat_has_a_test()
    {
        string[] lines = DeployFiles.Text("docs/security.md").Split('\n');
        string[] untested =
        [
            .. lines
                .Index()
                .Where(line => line.Item == "| threat | defense | test |")
                .SelectMany(header => lines.Skip(header.Index + 2).TakeWhile(line => line.StartsWith('|')))
                .Where(threat => !Test().IsMatch(threat)),
        ];
        Assert.Empty(untested);
    }

    private static bool Exists(string type, string method) =>
        Types.TryGetValue(type, out var named)
        && (method == "*" || named.Any(candidate => candidate.GetMethods().Any(found => found.Name == method)));

    [GeneratedRegex(@"`(?<type>\w+(Tests|Conformance))\.(?<method>\w+|\*)`")]
    private static partial Regex Test();
}
