using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Analysis;
using RetailPulse.Grains.Images.Thumbnails;
using RetailPulse.Grains.Jobs.Retention;
using RetailPulse.Grains.Secrets;
using RetailPulse.Grains.Stores;
using RetailPulse.Grains.Telemetry;
using RetailPulse.Grains.Throughput;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Silo.Cluster;
using RetailPulse.Silo.Logging;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Tls;

namespace RetailPulse.Silo.Settings;

/// <summary>
/// Rejects settings that nothing reads, and values that are out of range. Otherwise, a misspelled setting would silently keep its default.
/// </summary>
public sealed class SettingsCheck
{
    private const string Root = "RetailPulse";
    private const string Connections = "ConnectionStrings";

    /// <summary>Maximum number of edits at which another name counts as a misspelling of one of ours.</summary>
    private const int Misspelled = 2;

    /// <summary>All options classes that every process binds, with their sections. <c>RetailPulse:Api</c> belongs to front ends.</summary>
    internal static readonly (string Section, Type Options)[] OfSilos =
    [
        (ImagesOptions.Section, typeof(ImagesOptions)),
        (GpuOptions.Section, typeof(GpuOptions)),
        (AnalysisOptions.Section, typeof(AnalysisOptions)),
        (LogOptions.Section, typeof(LogOptions)),
        (RetentionOptions.Section, typeof(RetentionOptions)),
        (SecretsOptions.Section, typeof(SecretsOptions)),
        (SettingsFileOptions.Section, typeof(SettingsFileOptions)),
        (StorageOptions.Section, typeof(StorageOptions)),
        (StoresOptions.Section, typeof(StoresOptions)),
        (ThroughputOptions.Section, typeof(ThroughputOptions)),
        (TelemetryOptions.Section, typeof(TelemetryOptions)),
        (ThumbnailsOptions.Section, typeof(ThumbnailsOptions)),
        (TopologyOptions.Section, typeof(TopologyOptions)),
        (ClusterTlsOptions.Section, typeof(ClusterTlsOptions)),
        (WebhooksOptions.Section, typeof(WebhooksOptions)),
    ];

    private readonly IReadOnlyList<(string Section, Type Options)> bound;
    private readonly SettingNode.Section known = new();
    private readonly string[] paths;

    /// <param name="ofFrontEnds">Options classes of front ends. A silo passes none and ignores their settings.</param>
    public SettingsCheck(params IReadOnlyList<(string Section, Type Options)> ofFrontEnds)
    {
        bound = [.. OfSilos, .. ofFrontEnds];
        foreach (var (section, options) in bound)
            known.At(section).Add(options);
        if (ofFrontEnds.Count == 0)
            known.At(Root).Children["Api"] = new SettingNode.Foreign();
        known.At(Connections).Children[Root] = new SettingNode.Value();
        paths = [.. known.Paths("")];
    }

    /// <summary>Paths of all known settings, such as <c>RetailPulse:Api:Keys:0:Name</c>.</summary>
    public IReadOnlyList<string> Known => paths;

    /// <summary>All settings with their defaults and ranges.</summary>
    internal IEnumerable<SettingFact> Facts =>
        bound.SelectMany(options => SettingFact.ReadAll(options.Section, options.Options)).DistinctBy(fact => fact.Path);

    /// <exception cref="OptionsValidationException">
    /// There are settings that nothing reads, or values that are out of range. The message names them and says what to change.
    /// </exception>
    /// <exception cref="InvalidOperationException">The binder cannot convert a value. The message names its setting.</exception>
    public void Refuse(IConfiguration configuration)
    {
        string[] problems = [.. Problems(configuration)];
        if (problems.Length == 0)
            problems = [.. ValueProblems(configuration)];
        if (problems.Length > 0)
            throw new OptionsValidationException(Root, typeof(SettingsCheck), problems);
    }

    public IEnumerable<string> Problems(IConfiguration configuration) =>
        Problems(configuration.GetSection(Root), known.Children[Root]).Concat(configuration.GetChildren().SelectMany(ForeignProblems));

    /// <summary>Returns the values that are not in their range, or that break a rule between settings.</summary>
    /// <exception cref="InvalidOperationException">The binder cannot convert a value. The message names its setting.</exception>
    public IEnumerable<string> ValueProblems(IConfiguration configuration)
    {
        string[] unknown =
        [
            .. Facts
                .Where(fact => IsUnknownName(fact, configuration[fact.Path]))
                .Select(fact => $"{fact.Path} must be {string.Join(" or ", Enum.GetNames(fact.Property.PropertyType))}."),
        ];
        return unknown.Length > 0
            ? unknown
            : bound.SelectMany(options => ValueProblems(configuration.GetSection(options.Section), options.Options)).Distinct();
    }

    /// <summary>A number is not a valid name, although the binder accepts every number.</summary>
    private static bool IsUnknownName(SettingFact fact, string? value) =>
        fact.Property.PropertyType.IsEnum
        && !string.IsNullOrEmpty(value)
        && !Enum.GetNames(fact.Property.PropertyType).Contains(value.Trim(), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> ValueProblems(IConfigurationSection section, Type type)
    {
        var options = Activator.CreateInstance(type)!;
        section.Bind(options);
        return SettingRules.Problems(section.Path, options);
    }

    private IEnumerable<string> Problems(IConfigurationSection section, SettingNode node)
    {
        var hasValue = !string.IsNullOrEmpty(section.Value);
        return node switch
        {
            SettingNode.Section when hasValue => [$"{section.Path} is a section; write {Examples(section.Path)} and so on."],
            SettingNode.Entries { Entry: SettingNode.Value, Example: var example } when hasValue =>
            [
                $"{section.Path} is a list; write {section.Path}:{example}={section.Value}, and so on.",
            ],
            SettingNode.Entries when hasValue => [$"{section.Path} is a list; write {Examples(section.Path)} and so on."],
            SettingNode.Section known => section
                .GetChildren()
                .SelectMany(child =>
                    known.Children.TryGetValue(child.Key, out var below) ? Problems(child, below) : [Unknown(child, known)]
                ),
            SettingNode.Entries entries => section.GetChildren().SelectMany(child => Problems(child, entries.Entry)),
            SettingNode.Value => section.GetChildren().Select(child => Unknown(child.Path)),
            _ => [],
        };
    }

    /// <summary>
    /// Finds misspellings outside of our sections. Other settings there belong to the framework or are unknown, and are ignored.
    /// </summary>
    private IEnumerable<string> ForeignProblems(IConfigurationSection section)
    {
        if (section.Key.Equals(Root, StringComparison.OrdinalIgnoreCase))
            yield break;
        if (section.Key.Equals(Connections, StringComparison.OrdinalIgnoreCase))
        {
            foreach (var child in section.GetChildren().Where(child => Nearest.Distance(child.Key, Root) is > 0 and <= Misspelled))
                yield return Unknown(child.Path);
        }
        else if (section.GetChildren().Any() && new[] { Root, Connections }.Any(ours => Nearest.Distance(section.Key, ours) <= Misspelled))
        {
            foreach (var (path, value) in section.AsEnumerable().Where(setting => setting.Value is not null))
                yield return Unknown(path);
        }
        else if (paths.FirstOrDefault(path => path.Replace(':', '_').Equals(section.Key, StringComparison.OrdinalIgnoreCase)) is { } meant)
        {
            yield return $"{section.Key} is not a setting; write {meant.Replace(":", "__", StringComparison.Ordinal)} in the environment, with two underscores.";
        }
    }

    /// <summary>Suggests the most similar sibling if one is close, otherwise the most similar of all settings.</summary>
    private string Unknown(IConfigurationSection section, SettingNode.Section among)
    {
        var path = section.AsEnumerable().FirstOrDefault(setting => !string.IsNullOrEmpty(setting.Value)).Key ?? section.Path;
        var sibling = Nearest.To(section.Key, among.Children.Keys);
        return Nearest.Distance(section.Key, sibling) <= Misspelled
            ? $"{path} is not a setting; did you mean {section.Path[..^section.Key.Length]}{sibling}{path[section.Path.Length..]}?"
            : Unknown(path);
    }

    private string Unknown(string path) => $"{path} is not a setting; did you mean {Nearest.To(path, paths)}?";

    private string Examples(string path) => paths.First(known => known.StartsWith($"{path}:", StringComparison.OrdinalIgnoreCase));
}
