using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace RetailPulse.Silo.Settings;

/// <summary>
/// Checks the values of options: against the validation attributes of their properties, and against the rules between properties that their
/// class states as <see cref="IValidatableObject"/>.
/// </summary>
public static class SettingRules
{
    /// <summary>Returns one sentence per invalid value. Each names the setting and says what to change.</summary>
    /// <param name="path">Path of the section, such as <c>RetailPulse:Api</c>.</param>
    public static IEnumerable<string> Problems(string path, object options) =>
        [
            .. Settings(options.GetType()).SelectMany(setting => Problems(setting, $"{path}:{setting.Name}", setting.GetValue(options))),
            .. OwnProblems(options),
        ];

    /// <summary>Returns the properties that the binder sets: those with a public setter, and existing objects and collections.</summary>
    internal static IEnumerable<PropertyInfo> Settings(Type options) =>
        options
            .GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.SetMethod is { IsPublic: true } || !SettingNode.IsValue(property.PropertyType));

    private static IEnumerable<string> Problems(PropertyInfo setting, string path, object? value) =>
        setting
            .GetCustomAttributes<ValidationAttribute>()
            .Where(rule => !IsKept(rule, value))
            .Select(rule => Describe(rule, path, value))
            .Concat(Entries(path, value).SelectMany(entry => Problems(entry.Path, entry.Options)));

    private static IEnumerable<string> OwnProblems(object options) =>
        options is IValidatableObject rules ? rules.Validate(new ValidationContext(options)).Select(problem => problem.ErrorMessage!) : [];

    /// <summary>Returns the options objects that a value consists of: itself, or the entries of a list or map.</summary>
    private static IEnumerable<(string Path, object Options)> Entries(string path, object? value) =>
        value switch
        {
            null or string => [],
            IDictionary map => map.Keys.Cast<object>().Select(key => ($"{path}:{key}", map[key]!)),
            IEnumerable list => list.Cast<object>()
                .Select((entry, at) => ($"{path}:{at}", entry))
                .Where(entry => !SettingNode.IsValue(entry.entry.GetType())),
            _ => SettingNode.IsValue(value.GetType()) ? [] : [(path, value)],
        };

    /// <summary>Returns whether a value follows a rule. A range applies to each entry of a list.</summary>
    private static bool IsKept(ValidationAttribute rule, object? value) =>
        (rule, value) switch
        {
            (RangeAttribute, null) => true,
            (RangeAttribute range, IEnumerable list) => list.Cast<object>().All(range.Includes),
            (RangeAttribute range, _) => range.Includes(value),
            _ => rule.IsValid(value),
        };

    private static string Describe(ValidationAttribute rule, string path, object? value) =>
        rule switch
        {
            RangeAttribute { ErrorMessage: { } message } range => string.Format(
                CultureInfo.InvariantCulture,
                message,
                path,
                range.Minimum,
                range.Maximum,
                value
            ),
            RangeAttribute range => $"{path} must be {range.Describe()}.",
            _ => rule.FormatErrorMessage(path),
        };
}

/// <summary>Reads ranges of numbers and of times. A range up to infinity has no maximum.</summary>
internal static class Ranges
{
    /// <summary>Returns the range as text, such as <c>1 to 20</c> or <c>at least 1</c>.</summary>
    public static string Describe(this RangeAttribute range) =>
        range.Maximum is double.PositiveInfinity
            ? string.Create(CultureInfo.InvariantCulture, $"at least {range.Minimum}")
            : string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}");

    public static bool Includes(this RangeAttribute range, object value) =>
        value is TimeSpan time
            ? time >= ParseTime(range.Minimum) && time <= ParseTime(range.Maximum)
            : ToNumber(value) >= ToNumber(range.Minimum) && ToNumber(value) <= ToNumber(range.Maximum);

    private static TimeSpan ParseTime(object limit) => TimeSpan.Parse((string)limit, CultureInfo.InvariantCulture);

    private static double ToNumber(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);
}
