using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>Checks the language of code and documents by a list of <see cref="Phrases"/>.</summary>
/// <remarks>In C#, it reads comments, texts, and the names of tests. In other files, it reads everything.</remarks>
public sealed partial class VoiceTests
{
    private static readonly string[] Ignored = ["bin", "obj", "artifacts", "node_modules", ".git", "Fixtures"];

    private static readonly string[] Types =
    [
        ".cs",
        ".md",
        ".sh",
        ".yaml",
        ".yml",
        ".props",
        ".csproj",
        ".config",
        ".editorconfig",
        ".conf",
        ".example",
        ".js",
        ".css",
        ".razor",
    ];

    [Fact]
    public void Code_and_documents_are_in_plain_English()
    {
        string[] files = [.. Find(DeployFiles.Root).Order(StringComparer.Ordinal)];
        Assert.InRange(files.Length, 500, 10_000);
        string[] problems = [.. files.AsParallel().AsOrdered().SelectMany(Problems)];
        Assert.True(problems.Length == 0, string.Join('\n', problems.Prepend("See the language rules in CONTRIBUTING.md.")));
    }

    [Theory]
    [InlineData("/// <summary>Of all images.</summary>", true)]
    [InlineData("/// <summary>Returns the images that failed.</summary>", false)]
    [InlineData("public void A_job_is_tried_anew()", true)]
    [InlineData("public void A_failed_job_is_retried()", false)]
    [InlineData("throw new Exception(\"the download was broken off\");", true)]
    [InlineData("var anew = beside + mend;", false)]
    [InlineData("new Uri(\"http://localhost/anew\"); // fine", true)]
    public void Comments_texts_and_names_of_tests_are_read(string line, bool isWrong) =>
        Assert.Equal(isWrong, Texts(line).SelectMany(text => Phrases.All.SelectMany(phrase => phrase.Problems(text))).Any());

    private static IEnumerable<string> Problems(string path)
    {
        var isCode = path.EndsWith(".cs", StringComparison.Ordinal);
        var isText = false;
        foreach (var (index, line) in File.ReadLines(Path.Combine(DeployFiles.Root, path)).Index())
        {
            // A raw text begins or ends on a line with an odd number of its quotes.
            if (isCode && RawQuotes().Count(line) % 2 == 1)
                isText = !isText;
            foreach (
                var problem in (isCode && !isText ? Texts(line) : [line.Replace("\\n", " ", StringComparison.Ordinal)])
                    .SelectMany(text => Phrases.All.SelectMany(phrase => phrase.Problems(text)))
                    .Distinct()
            )
                yield return $"{path}:{index + 1}: {problem}";
        }
    }

    /// <summary>Returns the comment, the texts, and the names of tests in a line of C#.</summary>
    private static IEnumerable<string> Texts(string line)
    {
        var comment = Comment().Match(line);
        var code = comment.Success ? line[..comment.Index] : line;
        return Quoted()
            .Matches(code)
            .Select(match => Hole().Replace(match.Value, ""))
            .Concat(Sentence().Matches(line).Select(match => match.Value.Replace('_', ' ')))
            .Append(Attribute().Replace(comment.Value, ""));
    }

    private static IEnumerable<string> Find(string folder) =>
        Directory
            .EnumerateFiles(folder)
            .Where(file => Types.Contains(Path.GetExtension(file)) || Path.GetFileName(file) == "openapi.json")
            .Select(file => Path.GetRelativePath(DeployFiles.Root, file))
            .Where(file => Path.GetFileName(file) is not ("Phrases.cs" or "VoiceTests.cs"))
            .Concat(Directory.EnumerateDirectories(folder).Where(below => !Ignored.Contains(Path.GetFileName(below))).SelectMany(Find));

    [GeneratedRegex("(?<!:)//.*")]
    private static partial Regex Comment();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex("(?<=<[^>]*)\"[^\"]*\"(?=[^<]*>)")]
    private static partial Regex Attribute();

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawQuotes();

    [GeneratedRegex(@"\b[A-Za-z]\w*?(?:_\w+){2,}\b")]
    private static partial Regex Sentence();
}
