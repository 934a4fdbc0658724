using System.Text.RegularExpressions;

namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>A block of code in a guide, and what the comment above it says about it.</summary>
/// <param name="Line">Number of its first line.</param>
/// <param name="Kind">
/// <c>file</c>, <c>run</c>, <c>prints</c>, <c>receiver</c>, <c>verifier</c>, <c>grants</c>, <c>server</c>, <c>analyzed</c>, or
/// <c>unchecked</c>; empty without a comment.
/// </param>
/// <param name="Argument">Name of the file, language that must be installed, or reason why nothing is checked.</param>
internal sealed record GuideBlock(int Line, string Kind, string Argument, string Text);

/// <summary>A guide in <c>docs/guides</c>, whose blocks of code are run.</summary>
internal sealed partial record Guide(string Name, IReadOnlyList<GuideBlock> Blocks)
{
    private const string Folder = "docs/guides";

    public static IEnumerable<Guide> All =>
        Directory.GetFiles(Path.Combine(DeployFiles.Root, Folder), "*.md").Order().Select(file => Read(Path.GetFileName(file)));

    public static Guide Read(string name) => new(name, [.. Find(DeployFiles.Text($"{Folder}/{name}").Split('\n'))]);

    public IEnumerable<GuideBlock> Of(string kind) => Blocks.Where(block => block.Kind == kind);

    /// <summary>Returns the block of a kind that follows a block, with nothing but text in between.</summary>
    public GuideBlock? After(GuideBlock block, string kind)
    {
        var next = Blocks.ElementAtOrDefault(Blocks.Index().First(found => found.Item == block).Index + 1);
        return next?.Kind == kind ? next : null;
    }

    private static IEnumerable<GuideBlock> Find(string[] lines)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith("```", StringComparison.Ordinal))
                continue;
            var end = Array.IndexOf(lines, "```", index + 1);
            var directive = Directive().Match(index > 0 ? lines[index - 1] : "");
            yield return new GuideBlock(
                index + 2,
                directive.Groups["kind"].Value,
                directive.Groups["argument"].Value,
                string.Concat(lines[(index + 1)..end].Select(line => $"{line}\n"))
            );
            index = end;
        }
    }

    [GeneratedRegex("^<!-- (?<kind>[a-z]+):?( (?<argument>.+))? -->$")]
    private static partial Regex Directive();
}
