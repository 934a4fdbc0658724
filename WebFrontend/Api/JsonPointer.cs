namespace RetailPulse.WebFrontend.Api;

/// <summary>RFC 6901.</summary>
internal static class JsonPointer
{
    private const int LongestName = 100;

    /// <summary>A name as a part of a pointer. Clients choose names freely, and one as long as a body is cut, so that answers stay short.</summary>
    public static string Escape(string name)
    {
        var shown = name.Length > LongestName ? $"{name.AsSpan(0, LongestName)}…" : name;
        return shown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    /// <summary>A member of a flat object, given as the serializer's exceptions name it: <c>$.name</c> or <c>$['odd name']</c>; whatever else, the object itself.</summary>
    public static string OfMember(string? path) => NameOfMember(path) is { } name ? $"/{Escape(name)}" : "";

    /// <summary>Returns the name of that member; <see langword="null"/> for the object itself.</summary>
    public static string? NameOfMember(string? path) =>
        path is ['$', '.', .. var plain] ? plain
        : path is ['$', '[', '\'', .. var quoted, '\'', ']'] ? quoted
        : null;
}
