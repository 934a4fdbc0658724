using System.Reflection;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Architecture;

/// <summary>
/// What silos and clients say to each other, as wire-contracts.txt has it. During an upgrade two versions talk: adding a member with a new
/// id, a method with a new alias, or a last parameter is fine and belongs into the file; a line that changes otherwise or goes is a version
/// that the old one does not understand.
/// </summary>
public sealed class WireContractTests
{
    [Fact]
    public void Contracts_are_as_they_were_written_down()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Architecture", "wire-contracts.txt");
        var found = string.Concat(Lines().Select(line => $"{line}\n"));
        File.WriteAllText(Path.ChangeExtension(file, "found.txt"), found);
        Assert.Equal(File.ReadAllText(file), found);
    }

    private static IEnumerable<string> Lines() =>
        typeof(IJobGrain)
            .Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<AliasAttribute>() is not null)
            .OrderBy(Alias, StringComparer.Ordinal)
            .SelectMany(type => Members(type).Prepend($"{(type.IsInterface ? "grain" : "record")} {Alias(type)}{Version(type)}"));

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Select(value => $"  {Convert.ToInt64(value, null)} {value}");
        if (type.IsInterface)
            return type.GetMethods().Select(Method).Order(StringComparer.Ordinal);
        return type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(property => property.GetCustomAttribute<IdAttribute>() is not null)
            .OrderBy(property => property.GetCustomAttribute<IdAttribute>()!.Id)
            .Select(property => $"  {property.GetCustomAttribute<IdAttribute>()!.Id} {Name(property.PropertyType)}");
    }

    private static string Method(MethodInfo method) =>
        $"  {method.GetCustomAttribute<AliasAttribute>()?.Alias ?? method.Name}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}) {Name(method.ReturnType)}";

    private static string Version(Type type) =>
        type.GetCustomAttribute<Orleans.CodeGeneration.VersionAttribute>() is { } version ? $" version {version.Version}" : "";

    private static string Alias(Type type) => type.GetCustomAttribute<AliasAttribute>()!.Alias;

    private static string Name(Type type) =>
        type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : type.Name;
}
