namespace RetailPulse.Silo.Settings;

/// <summary>A node in the tree of known settings, derived from the properties of the options classes.</summary>
internal abstract record SettingNode
{
    /// <summary>A single value.</summary>
    public sealed record Value : SettingNode;

    /// <summary>Settings that this process does not read because they belong to another kind of process.</summary>
    public sealed record Foreign : SettingNode;

    /// <summary>A section with named settings.</summary>
    public sealed record Section : SettingNode
    {
        public Dictionary<string, SettingNode> Children { get; } = new(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A list or map of entries of one kind, addressed by number or name.</summary>
    public sealed record Entries(SettingNode Entry, string Example) : SettingNode;

    public static SettingNode Of(Type type)
    {
        if (IsValue(type))
            return new Value();
        if (GenericArguments(type, typeof(IDictionary<,>)) is [_, var named])
            return new Entries(Of(named), "NAME");
        if (GenericArguments(type, typeof(IEnumerable<>)) is [var entry])
            return new Entries(Of(entry), "0");
        var section = new Section();
        section.Add(type);
        return section;
    }

    /// <summary>Returns whether a type holds a single value: an enum, or a basic type of .NET.</summary>
    public static bool IsValue(Type type) => type.IsEnum || (Nullable.GetUnderlyingType(type) ?? type).Namespace == nameof(System);

    private static Type[] GenericArguments(Type type, Type definition) =>
        type.GetInterfaces()
            .Prepend(type)
            .FirstOrDefault(found => found.IsGenericType && found.GetGenericTypeDefinition() == definition)
            ?.GetGenericArguments()
        ?? [];
}

/// <summary>Builds the tree of known settings.</summary>
internal static class SettingSections
{
    public static void Add(this SettingNode.Section section, Type options)
    {
        foreach (var property in SettingRules.Settings(options))
            section.Children[property.Name] = SettingNode.Of(property.PropertyType);
    }

    /// <summary>Returns the section at a path such as <c>RetailPulse:Api</c>, and creates it if it does not exist.</summary>
    public static SettingNode.Section At(this SettingNode.Section section, string path)
    {
        foreach (var name in path.Split(':'))
        {
            if (!section.Children.TryGetValue(name, out var child))
                section.Children[name] = child = new SettingNode.Section();
            section = (SettingNode.Section)child;
        }

        return section;
    }

    /// <summary>Returns the paths of all settings under a node, such as <c>RetailPulse:Api:Keys:0:Name</c>.</summary>
    public static IEnumerable<string> Paths(this SettingNode node, string path) =>
        node switch
        {
            SettingNode.Section section => section.Children.SelectMany(child =>
                child.Value.Paths(path.Length == 0 ? child.Key : $"{path}:{child.Key}")
            ),
            SettingNode.Entries entries => entries.Entry.Paths($"{path}:{entries.Example}"),
            _ => [path],
        };
}
