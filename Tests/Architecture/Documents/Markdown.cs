using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>A document of the repository.</summary>
/// <param name="Path">Path from the root of the repository.</param>
/// <param name="Lines">Lines of the document.</param>
internal sealed partial record Markdown(string Path, IReadOnlyList<string> Lines)
{
    private static readonly string[] Ignored = ["bin", "obj", "artifacts", "node_modules", ".git"];

    /// <summary>Returns all documents of the repository.</summary>
    public static IReadOnlyList<Markdown> All { get; } = [.. Find(DeployFiles.Root).Order(StringComparer.Ordinal).Select(Read)];

    public static Markdown Read(string path) => new(path, File.ReadAllLines(System.IO.Path.Combine(DeployFiles.Root, path)));

    /// <summary>Returns the numbers and texts of lines outside of code blocks.</summary>
    public IEnumerable<(int Number, string Text)> Prose() =>
        Classified().Where(line => line.Language is null).Select(line => (line.Number, line.Text));

    /// <summary>Returns the numbers and texts of lines in code blocks of a language, without comments and joined at <c>\</c>.</summary>
    public IEnumerable<(int Number, string Text)> Code(string language)
    {
        var joined = "";
        foreach (var (number, text, found) in Classified().Where(line => line.Language == language))
        {
            joined += Comment().Replace(text, "");
            if (joined.EndsWith('\\'))
            {
                joined = joined[..^1];
                continue;
            }

            if (joined.Length > 0)
                yield return (number, joined);
            joined = "";
        }
    }

    /// <summary>Returns the anchors that links can refer to, as GitHub derives them from headings.</summary>
    public IReadOnlySet<string> Anchors()
    {
        var named = Prose().SelectMany(line => Anchor().Matches(line.Text)).Select(match => match.Groups[1].Value);
        return Enumerable.Range(1, 6).SelectMany(Headings).Concat(named).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Returns the anchors of the headings of one level, 1 to 6.</summary>
    public IEnumerable<string> Headings(int level) =>
        Prose()
            .Select(line => Heading().Match(line.Text))
            .Where(match => match.Groups[1].Length == level)
            .Select(match => Slug(match.Groups[2].Value));

    private static string Slug(string heading) =>
        NotInSlug().Replace(LinkTarget().Replace(heading, "]").ToLowerInvariant(), "").Replace(' ', '-');

    private static IEnumerable<string> Find(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.md")
            .Concat(
                Directory.EnumerateDirectories(folder).Where(below => !Ignored.Contains(System.IO.Path.GetFileName(below))).SelectMany(Find)
            )
            .Select(path => System.IO.Path.GetRelativePath(DeployFiles.Root, System.IO.Path.Combine(DeployFiles.Root, path)));

    private IEnumerable<(int Number, string Text, string? Language)> Classified()
    {
        string? language = null;
        foreach (var (index, line) in Lines.Index())
        {
            if (Fence().Match(line) is { Success: true } fence)
                language = language is null ? fence.Groups[1].Value : null;
            else
                yield return (index + 1, line, language);
        }
    }

    [GeneratedRegex(@"^\s*```(\w*)\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"(^|\s+)#( .*)?$")]
    private static partial Regex Comment();

    [GeneratedRegex("^(#{1,6}) (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex("<a id=\"([^\"]+)\">")]
    private static partial Regex Anchor();

    [GeneratedRegex(@"\]\([^)]*\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInSlug();
}
