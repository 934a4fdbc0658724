using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>Follows the links between the documents.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file_and_a_heading()
    {
        var links = Markdown
            .All.SelectMany(document => document.Prose().SelectMany(line => Links(document, line.Number, line.Text)))
            .ToArray();
        Assert.InRange(links.Length, 100, 10_000);
        string[] broken =
        [
            .. links.Where(link => !Leads(link.From, link.Target)).Select(link => $"{link.From.Path}:{link.Line}: {link.Target}"),
        ];
        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Every_decision_is_in_the_index()
    {
        var index = DeployFiles.Text("docs/decisions/README.md");
        var decisions = Markdown.All.Where(document =>
            document.Path.StartsWith("docs/decisions/", StringComparison.Ordinal)
            && !document.Path.EndsWith("README.md", StringComparison.Ordinal)
        );
        var links = decisions.SelectMany(document =>
            document.Headings(2).Select(anchor => $"({Path.GetFileName(document.Path)}#{anchor})")
        );
        string[] missing = [.. links.Where(link => !index.Contains(link, StringComparison.Ordinal))];
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Fact]
    public void The_README_has_at_most_180_lines() => Assert.InRange(Markdown.Read("README.md").Lines.Count, 50, 180);

    private static IEnumerable<(Markdown From, int Line, string Target)> Links(Markdown document, int number, string text) =>
        Link()
            .Matches(text)
            .Select(match => (document, number, match.Groups[1].Value))
            .Where(link => !link.Value.Contains("://", StringComparison.Ordinal));

    private static bool Leads(Markdown from, string target)
    {
        var parts = target.Split('#', 2);
        var path =
            parts[0].Length == 0
                ? from.Path
                : Path.GetRelativePath(DeployFiles.Root, Path.Combine(DeployFiles.Root, Path.GetDirectoryName(from.Path)!, parts[0]));
        var full = Path.Combine(DeployFiles.Root, path);
        if (parts.Length == 1)
            return File.Exists(full) || Directory.Exists(full);
        return File.Exists(full) && Markdown.Read(path).Anchors().Contains(parts[1]);
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
