using System.Collections.Immutable;
using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using RetailPulse.Cluster;
using RetailPulse.Grains.Reports;
using RetailPulse.Silo.Logging;

namespace RetailPulse.Silo.Settings;

/// <summary>Reads the settings in effect and where each comes from. Secrets are left out.</summary>
/// <remarks>A property with <see cref="PasswordPropertyTextAttribute"/> is a secret.</remarks>
public static class EffectiveSettings
{
    private const string Connection = "ConnectionStrings:RetailPulse";

    /// <summary>Returns all settings of a process, ordered by name.</summary>
    /// <param name="check">The settings that the process knows.</param>
    public static ImmutableArray<EffectiveSetting> Read(IConfiguration configuration, SettingsCheck check) =>
        [
            .. check
                .Facts.SelectMany(fact => Read(configuration, fact))
                .Append(Read(configuration, Connection, otherwise: null, secret: false))
                .OrderBy(setting => setting.Name, StringComparer.OrdinalIgnoreCase),
        ];

    private static IEnumerable<EffectiveSetting> Read(IConfiguration configuration, SettingFact fact)
    {
        if (SettingNode.Of(fact.Property.PropertyType) is not SettingNode.Entries)
            return [Read(configuration, fact.Path, fact.Default, IsSecret(fact.Property))];
        var entries = configuration
            .GetSection(fact.Path)
            .AsEnumerable()
            .Where(entry => entry.Value is not null)
            .Select(entry => Read(configuration, entry.Key, otherwise: null, IsSecretEntry(fact.Property.PropertyType, entry.Key)))
            .ToList();
        return entries.Count > 0 ? entries : [new EffectiveSetting(fact.Path, null, SettingSource.Default)];
    }

    private static EffectiveSetting Read(IConfiguration configuration, string path, string? otherwise, bool secret)
    {
        if (configuration[path] is not { Length: > 0 } value)
            return new EffectiveSetting(path, otherwise, SettingSource.Default, Secret: secret);
        var (source, file) = Find((IConfigurationRoot)configuration, path) ?? (SettingSource.Program, null);
        return new EffectiveSetting(path, secret ? null : Redaction.Apply(value), source, file, secret);
    }

    private static (SettingSource Source, string? File)? Find(IConfigurationRoot root, string path)
    {
        foreach (var provider in root.Providers.Reverse())
        {
            if (!provider.TryGet(path, out var value) || value is null)
                continue;
            return provider switch
            {
                JsonConfigurationProvider file => (SettingSource.File, file.Source.Path),
                EnvironmentVariablesConfigurationProvider => (SettingSource.Environment, null),
                CommandLineConfigurationProvider => (SettingSource.CommandLine, null),
                ChainedConfigurationProvider { Configuration: IConfigurationRoot inner } => Find(inner, path),
                _ => (SettingSource.Program, null),
            };
        }

        return null;
    }

    private static bool IsSecret(PropertyInfo property) =>
        property.GetCustomAttribute<PasswordPropertyTextAttribute>() is { Password: true };

    /// <summary>Returns whether a value of an entry of a list or map is a secret.</summary>
    private static bool IsSecretEntry(Type collection, string path) =>
        collection
            .GetGenericArguments()
            .LastOrDefault()
            ?.GetProperty(path[(path.LastIndexOf(':') + 1)..], BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase)
            is { } property
        && IsSecret(property);
}

/// <summary>Reports the settings of this silo.</summary>
internal sealed class SiloSettings(IConfiguration configuration) : ISettingsReport
{
    private static readonly SettingsCheck Known = new();

    public ImmutableArray<EffectiveSetting> Read() => EffectiveSettings.Read(configuration, Known);
}
