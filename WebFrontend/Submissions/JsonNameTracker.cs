using System.Text.Json;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>
/// Tracks the names in each open object, because no name may occur twice (RFC 8259 leaves its meaning undefined). The number of names is
/// limited, and so is the memory.
/// </summary>
internal sealed class JsonNameTracker(int maxDepth)
{
    /// <summary>Maximum number of names in an object.</summary>
    public const int MaxNames = 1_000;

    /// <summary>Maximum number of characters of the names of an object and the objects that contain it.</summary>
    public const int MaxCharacters = 100_000;

    /// <summary>Names that are not allocated again for every visit.</summary>
    private static readonly string[] Known = ["store_id", "image_url", "visit_time", "url", "reference", "visits", "count"];

    private readonly HashSet<string>?[] atDepth = new HashSet<string>?[maxDepth + 1];
    private int deepest;
    private int characters;

    /// <param name="depth">Depth of the object itself.</param>
    public void Open(int depth)
    {
        for (; deepest > depth; deepest--)
        {
            if (atDepth[deepest] is not { } ended)
                continue;
            foreach (var name in ended)
                characters -= name.Length;
            ended.Clear();
        }
    }

    /// <summary>Returns whether the object that was last opened at <paramref name="depth"/> had the name.</summary>
    public bool Has(int depth, string name) => atDepth[depth + 1]?.Contains(name) == true;

    /// <summary>
    /// Reads the name at the position of <paramref name="json"/>. Returns what is wrong with the object if there is no name, otherwise with
    /// that member.
    /// </summary>
    public string? Take(ref Utf8JsonReader json, out string? name)
    {
        name = FindKnown(ref json);
        if (name is null && !JsonText.TryRead(ref json, out name, out _))
        {
            name = null;
            return "must have only names in Unicode without control characters";
        }

        ref var names = ref atDepth[json.CurrentDepth];
        names ??= new HashSet<string>(StringComparer.Ordinal);
        if (names.Contains(name))
            return "is given more than once";
        if (names.Count == MaxNames || characters + name.Length > MaxCharacters)
        {
            name = null;
            return $"must have at most {MaxNames} names, with at most {MaxCharacters} characters together with those of the objects that contain it";
        }

        characters += name.Length;
        deepest = Math.Max(deepest, json.CurrentDepth);
        names.Add(name);
        return null;
    }

    /// <summary>Returns <see langword="null"/> for a name with escapes, which has to be decoded first.</summary>
    private static string? FindKnown(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped)
            return null;
        foreach (var name in Known)
        {
            if (json.ValueTextEquals(name))
                return name;
        }

        return null;
    }
}
