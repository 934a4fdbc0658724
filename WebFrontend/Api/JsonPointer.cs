namespace RetailPulse.WebFrontend.Api;

/// <summary>Composes JSON pointers according to RFC 6901.</summary>
internal static class JsonPointer
{
    private const int MaxNameLength = 100;

    /// <summary>
    /// Returns a name as a part of a pointer. Long names, which clients choose freely, are truncated, so that responses stay short.
    /// </summary>
    public static string Escape(string name)
    {
        var shown = name.Length > MaxNameLength ? $"{name.AsSpan(0, MaxNameLength)}…" : name;
        return shown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    /// <summary>
    /// Returns the pointer to a member of a flat object, from the path in an exception of the serializer: <c>$.name</c> or
    /// <c>$['odd name']</c>. Any other path means the object itself.
    /// </summary>
    public static string OfMember(string? path) => NameOfMember(path) is { } name ? $"/{Escape(name)}" : "";

    /// <summary>Returns the name of that member; <see langword="null"/> for the object itself.</summary>
    public static string? NameOfMember(string? path) =>
        path is ['$', '.', .. var plain] ? plain
        : path is ['$', '[', '\'', .. var quoted, '\'', ']'] ? quoted
        : null;
}
