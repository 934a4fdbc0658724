using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>Checks that the files, folders, and types that the documents for developers name exist.</summary>
public sealed partial class NameTests
{
    private static readonly Markdown[] Documents =
    [
        .. Markdown.All.Where(document => document.Path is "ARCHITECTURE.md" or "CONTRIBUTING.md" or "docs/testing.md"),
    ];

    private static readonly HashSet<string> Files = [.. Code().Select(file => Path.GetFileName(file))];

    private static readonly HashSet<string> Words =
    [
        .. Code().AsParallel().SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(match => match.Value).Distinct()),
    ];

    [Fact]
    public void Every_path_exists()
    {
        string[] missing =
        [
            .. Spans()
                .Where(span =>
                    PathSpan().IsMatch(span.Text)
                    && !span.Text.Contains("/bin/", StringComparison.Ordinal)
                    && !span.Text.StartsWith("artifacts/", StringComparison.Ordinal)
                    && Directory.Exists(Path.Combine(DeployFiles.Root, span.Text.Split('/')[0]))
                )
                .Where(span => !Path.Exists(Path.Combine(DeployFiles.Root, span.Text)))
                .Select(span => span.ToString()),
            .. Spans().Where(span => FileSpan().IsMatch(span.Text) && !Files.Contains(span.Text)).Select(span => span.ToString()),
        ];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Fact]
    public void Every_type_and_member_exists()
    {
        var participants = Documents.SelectMany(document =>
            document
                .Code("mermaid")
                .SelectMany(line =>
                    Participant().Matches(line.Text).Select(match => new Span(document.Path, line.Number, match.Groups[1].Value))
                )
        );
        string[] missing =
        [
            .. Spans()
                .Where(span => TypeSpan().IsMatch(span.Text))
                .Concat(participants)
                .Where(span => !span.Text.Split('.').All(Words.Contains))
                .Select(span => span.ToString()),
        ];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    private static IEnumerable<Span> Spans() =>
        Documents.SelectMany(document =>
            document
                .Prose()
                .SelectMany(line =>
                    CodeSpan().Matches(line.Text).Select(match => new Span(document.Path, line.Number, match.Groups[1].Value))
                )
        );

    private static IEnumerable<string> Code() =>
        ((string[])["AppHost", "Benchmarks", "Cli", "Client", "Grains", "Grains.Interfaces", "Silo", "Tests", "WebFrontend"])
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(DeployFiles.Root, project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    /// <summary>Matches a path without placeholders.</summary>
    [GeneratedRegex(@"^[A-Za-z.]+(/[\w.-]+)+/?$")]
    private static partial Regex PathSpan();

    [GeneratedRegex(@"^[A-Z]\w+\.cs$")]
    private static partial Regex FileSpan();

    [GeneratedRegex(@"^[A-Z][a-z]+[A-Z]\w+(\.[A-Z]\w+)?$|^I[A-Z][a-z]\w+$")]
    private static partial Regex TypeSpan();

    [GeneratedRegex(@"participant \w+ as ([A-Z][a-z]+[A-Z]\w+)$")]
    private static partial Regex Participant();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Word();

    /// <summary>A piece of code in a document.</summary>
    private sealed record Span(string Path, int Line, string Text)
    {
        public override string ToString() => $"{Path}:{Line}: {Text}";
    }
}
