using System.Collections;
using System.Globalization;
using System.Reflection;
using RetailPulse.Silo.Settings;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>Compares the tables of <c>docs/configuration.md</c> with the options classes.</summary>
public sealed class SettingsTableTests
{
    private static readonly (string Section, Type Options)[] Classes = [.. SettingsCheck.OfSilos, (ApiOptions.Section, typeof(ApiOptions))];

    [Fact]
    public void Every_setting_has_a_row_and_every_row_a_setting()
    {
        var listed = SettingsTable.Keys();
        string[] known =
        [
            .. new SettingsCheck((ApiOptions.Section, typeof(ApiOptions))).Known.Select(SettingsTable.WithoutEntries).Distinct(),
        ];
        Assert.Empty(known.Except(listed));
        Assert.Empty(listed.Where(key => key.StartsWith("RetailPulse:", StringComparison.Ordinal)).Except(known));
    }

    [Fact]
    public void Every_row_states_the_default_of_its_property()
    {
        var problems = new List<string>();
        foreach (var row in SettingsTable.Rows())
        {
            var key = row.Keys[0];
            if (row.Range.Length == 0 || row.Purpose.Length == 0)
                problems.Add($"{key} needs a range and a purpose.");
            if (
                Classes.Select(options => FindProperty(options.Section, options.Options, key)).OfType<(Type, PropertyInfo)>().ToArray()
                is not [var (type, property)]
            )
                continue;
            var actual = property.GetValue(Activator.CreateInstance(type, nonPublic: true));
            if (IsUnset(actual) ? row.Literal is { } literal && IsNumber(literal, property.PropertyType) : !IsSame(row.Literal, actual!))
                problems.Add($"{key}: the default is {actual ?? "unset"}, not {row.Default}.");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_row_states_the_range_of_its_property()
    {
        var rows = SettingsTable
            .Rows()
            .SelectMany(row => row.Keys.Select(key => (Key: key, Range: Plain(row.Range))))
            .ToDictionary(row => row.Key, row => row.Range);
        var facts = new SettingsCheck((ApiOptions.Section, typeof(ApiOptions))).Facts.Where(fact => fact.Range is not null).ToList();
        Assert.InRange(facts.Count, 20, 100);
        Assert.All(
            facts,
            fact =>
                Assert.EndsWith(
                    Plain(fact.Range!.Replace("at least", "from", StringComparison.Ordinal)),
                    rows[fact.Path],
                    StringComparison.Ordinal
                )
        );
    }

    private static (Type Type, PropertyInfo Property)? FindProperty(string section, Type type, string key) =>
        key.StartsWith($"{section}:", StringComparison.Ordinal) && type.GetProperty(key[(section.Length + 1)..]) is { } property
            ? (type, property)
            : null;

    /// <summary>Returns a range without its marks of code and its separators of thousands and of items.</summary>
    private static string Plain(string range) =>
        range.Replace("`", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);

    private static bool IsUnset(object? value) => value is null or "" || value is IEnumerable and not string;

    /// <summary>Returns whether the default of an unset number is written as if it were one.</summary>
    private static bool IsNumber(string literal, Type type) =>
        Nullable.GetUnderlyingType(type) is not null && long.TryParse(literal, CultureInfo.InvariantCulture, out _);

    private static bool IsSame(string? literal, object value) =>
        value switch
        {
            TimeSpan time => TimeSpan.TryParse(literal, CultureInfo.InvariantCulture, out var written) && written == time,
            bool flag => literal == (flag ? "true" : "false"),
            _ => literal == Convert.ToString(value, CultureInfo.InvariantCulture),
        };
}
