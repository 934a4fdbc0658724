using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace RetailPulse.Silo.Settings;

/// <summary>A setting as its options class declares it, for the check of the documented table.</summary>
/// <param name="Path">Full name, such as <c>RetailPulse:Images:Slots</c>. A list or map is one setting.</param>
/// <param name="Default">Default as it is written in a settings file; <see langword="null"/> if there is none or it is computed.</param>
/// <param name="Range">
/// Allowed values, such as <c>1 to 20</c>, <c>at least 1</c>, or <c>Text, Json</c>; <see langword="null"/> if no attribute states them.
/// </param>
/// <param name="Property">Property that holds the value. Its doc comment describes the setting.</param>
internal sealed record SettingFact(string Path, string? Default, string? Range, PropertyInfo Property)
{
    /// <summary>Returns the settings of an options class, those of nested options included.</summary>
    /// <param name="path">Path of the section.</param>
    public static IEnumerable<SettingFact> ReadAll(string path, Type options)
    {
        var defaults = Activator.CreateInstance(options)!;
        return SettingRules
            .Settings(options)
            .SelectMany(property => Read($"{path}:{property.Name}", property, property.GetValue(defaults)));
    }

    private static IEnumerable<SettingFact> Read(string path, PropertyInfo property, object? value) =>
        SettingNode.Of(property.PropertyType) is SettingNode.Section
            ? ReadAll(path, property.PropertyType)
            : [new SettingFact(path, Format(value), FormatRange(property), property)];

    private static string? Format(object? value) =>
        value switch
        {
            null or "" => null,
            bool flag => flag ? "true" : "false",
            string or IFormattable => Convert.ToString(value, CultureInfo.InvariantCulture),
            IEnumerable => null,
            _ => value.ToString(),
        };

    private static string? FormatRange(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? range.Describe()
        : property.PropertyType.IsEnum ? string.Join(", ", Enum.GetNames(property.PropertyType))
        : null;
}
