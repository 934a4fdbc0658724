using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RetailPulse.WebFrontend;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>Checks that the commands and requests in the documents name what exists. It runs none of them.</summary>
public sealed partial class CommandTests
{
    /// <summary>Paths that the OpenAPI document does not describe.</summary>
    private static readonly string[] OtherPaths =
    [
        "/health(/live|/ready|/startup)?",
        "/alive",
        "/docs",
        "/dashboard",
        "/openapi/v1.json",
        "/samples/[^/]+",
        "/console/session",
    ];

    private static readonly JsonNode Document = JsonNode.Parse(DeployFiles.Text("docs/openapi.json"))!;

    private static readonly Found[] Commands =
    [
        .. Markdown.All.SelectMany(document => document.Code("sh").Select(line => new Found($"{document.Path}:{line.Number}", line.Text))),
    ];

    private static readonly Found[] Texts =
    [
        .. Markdown.All.SelectMany(document => document.Prose().Select(line => new Found($"{document.Path}:{line.Number}", line.Text))),
    ];

    [Fact]
    public void Every_script_exists_with_its_options()
    {
        Assert.InRange(Commands.Length, 50, 1_000);
        AssertNone(
            Problems(
                Commands,
                Script(),
                script =>
                {
                    var path = Path.Combine(DeployFiles.Root, script.Groups["path"].Value);
                    if (!File.Exists(path))
                        return ["does not exist"];
                    var text = File.ReadAllText(path);
                    return Options(script.Groups["options"].Value.Split(" -- ")[0])
                        .Where(option => !text.Contains(option, StringComparison.Ordinal));
                }
            )
        );
    }

    [Fact]
    public void Every_project_exists() =>
        AssertNone(
            Problems(
                Commands,
                Project(),
                project =>
                    File.Exists(Path.Combine(DeployFiles.Root, project.Groups["name"].Value, $"{project.Groups["name"].Value}.csproj"))
                        ? []
                        : ["does not exist"]
            )
        );

    [Fact]
    public void Every_option_of_a_program_exists()
    {
        AssertNone(
            Problems(
                Commands,
                Program("WebFrontend"),
                line => Options(line.Groups["options"].Value).Where(option => !IsKnown(option, $"{CommandLine.Usage} --AllowedHosts"))
            )
        );
        AssertNone(
            Problems(
                Commands,
                Program("Silo"),
                line =>
                    Options(line.Groups["options"].Value).Where(option => !IsKnown(option, RetailPulse.Silo.Hosting.SiloCommandLine.Usage))
            )
        );
        var benchmarks = string.Concat(
            Directory
                .EnumerateFiles(Path.Combine(DeployFiles.Root, "Benchmarks"), "*.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
        );
        AssertNone(
            Problems(
                Commands,
                Program("Benchmarks"),
                line =>
                    Options(line.Groups["options"].Value)
                        .Where(option => !$"{benchmarks} --help".Contains(option, StringComparison.Ordinal))
            )
        );
    }

    [Fact]
    public void Every_request_has_a_route()
    {
        var requests = Commands.Where(command => command.Text.Contains("curl", StringComparison.Ordinal)).ToArray();
        Assert.InRange(requests.Length, 20, 1_000);
        AssertNone(
            Problems(
                requests,
                Address(),
                address => Refused(MethodOf(address.Groups["before"].Value + address.Groups["after"].Value), address.Groups["path"].Value)
            )
        );
        AssertNone(Problems(Texts, Request(), request => Refused(request.Groups["method"].Value, request.Groups["path"].Value)));
    }

    [Fact]
    public void Every_setting_exists()
    {
        var known = SettingsTable.Keys();
        AssertNone(
            Problems(
                [.. Commands, .. Texts],
                Setting(),
                setting =>
                {
                    var path = SettingsTable.WithoutEntries(setting.Value.Replace("__", ":", StringComparison.Ordinal));
                    return known.Any(key =>
                        key == path
                        || key.StartsWith($"{path}:", StringComparison.Ordinal)
                        || path.StartsWith($"{key}:", StringComparison.Ordinal)
                    )
                        ? []
                        : ["is not a setting"];
                }
            )
        );
    }

    [Fact]
    public void The_codes_of_problems_are_those_of_the_API()
    {
        var listed = DeployFiles
            .Text("docs/api.md")
            .Split("## Errors")[1]
            .Split("\n## ")[0]
            .Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(line => Code().Matches(line.Split('|')[2]))
            .Select(match => match.Groups[1].Value)
            .Where(code => code != "errors");
        Assert.Equal(
            Document["components"]!["schemas"]!["ProblemCode"]!["enum"]!
                .AsArray()
                .Select(code => (string)code!)
                .Order(StringComparer.Ordinal),
            listed.Order(StringComparer.Ordinal)
        );
    }

    private static void AssertNone(IEnumerable<string> problems)
    {
        string[] found = [.. problems];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> Problems(IEnumerable<Found> lines, Regex pattern, Func<Match, IEnumerable<string>> find) =>
        lines.SelectMany(line =>
            pattern.Matches(line.Text).SelectMany(match => find(match).Select(problem => $"{line.Place}: {match.Value.Trim()}: {problem}"))
        );

    private static IEnumerable<string> Options(string arguments) => Option().Matches(arguments).Select(match => match.Value);

    private static bool IsKnown(string option, string usage) =>
        option.Contains(':', StringComparison.Ordinal) || usage.Contains(option, StringComparison.Ordinal);

    private static string MethodOf(string arguments) =>
        Method().Match(arguments) is { Success: true } method ? method.Groups[1].Value
        : arguments.Contains(" -d ", StringComparison.Ordinal) ? "POST"
        : "GET";

    private static IEnumerable<string> Refused(string method, string path)
    {
        path = path.Length > 1 ? path.TrimEnd('/', '.') : path;
        if (OtherPaths.Any(other => Regex.IsMatch(path, $"^{other}$")))
            return [];
        var routes = Document["paths"]!
            .AsObject()
            .Where(route => Regex.IsMatch(path, $"^{Parameter().Replace(route.Key.TrimEnd('/'), "[^/]+")}$"))
            .ToArray();
        return routes.Any(route => route.Value![method.ToLowerInvariant()] is not null) ? [] : [$"{method} {path} is not a route"];
    }

    [GeneratedRegex(@"(?<![\w/.])\./(?<path>[\w/-]+\.sh)(?<options>[^|&;#]*)")]
    private static partial Regex Script();

    [GeneratedRegex(@"(--project |dotnet (build|test|publish) |RetailPulse\.)(?<name>[A-Z]\w+)(?=[ .]|$)")]
    private static partial Regex Project();

    private static Regex Program(string project) => new($@"(--project {project}\b.*? -- |RetailPulse\.{project}\.dll )(?<options>.*)");

    [GeneratedRegex(@"(?<=^|\s)--[A-Za-z][\w:-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"(?<before>curl .*?)http://localhost:8080(?<path>/[^\s'""?]*)(?<after>.*)")]
    private static partial Regex Address();

    [GeneratedRegex(@"-X ([A-Z]+)")]
    private static partial Regex Method();

    [GeneratedRegex(@"`(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>/[^\s`?]*)")]
    private static partial Regex Request();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("\\bRetailPulse(__|:)[A-Z][A-Za-z]+((__|:)[A-Za-z0-9]+)*")]
    private static partial Regex Setting();

    /// <summary>A line of a document, and where it is.</summary>
    private sealed record Found(string Place, string Text);
}
