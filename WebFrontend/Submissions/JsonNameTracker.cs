using System.Text.Json;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>
/// The names seen so far in each object that is open, for no name may come twice (RFC 8259 leaves open what it would mean). Objects have few names, so
/// that a body of nothing else takes no memory.
/// </summary>
internal sealed class JsonNameTracker(int maxDepth)
{
    /// <summary>Number of names that an object may have.</summary>
    public const int MostNames = 1_000;

    /// <summary>Number of characters that the names of an object and of those around it may have together.</summary>
    public const int MostCharacters = 100_000;

    /// <summary>By name, so that a body of many visits allocates no name.</summary>
    private static readonly string[] Known = ["store_id", "image_url", "visit_time", "visits", "count"];

    private readonly HashSet<string>?[] atDepth = new HashSet<string>?[maxDepth + 1];
    private int deepest;
    private int characters;

    /// <param name="depth">Of the object itself.</param>
    public void Open(int depth)
    {
        for (; deepest > depth; deepest--)
        {
            if (atDepth[deepest] is not { } ended) continue;
            foreach (var name in ended) characters -= name.Length;
            ended.Clear();
        }
    }

    /// <summary>Whether the object that was opened last at <paramref name="depth"/> had the name.</summary>
    public bool Has(int depth, string name) => atDepth[depth + 1]?.Contains(name) == true;

    /// <summary>Takes the name on which <paramref name="json"/> stands, and answers what is wrong: with the object, when there is no name, or else with that field of it.</summary>
    public string? Take(ref Utf8JsonReader json, out string? name)
    {
        name = FindKnown(ref json);
        if (name is null && !JsonText.TryRead(ref json, out name, out _))
        {
            name = null;
            return "must have no names with control characters, and none that are no Unicode";
        }

        ref var names = ref atDepth[json.CurrentDepth];
        names ??= new HashSet<string>(StringComparer.Ordinal);
        if (names.Contains(name)) return "is given more than once";
        if (names.Count == MostNames || characters + name.Length > MostCharacters)
        {
            name = null;
            return $"must have at most {MostNames} names, and those of all objects around it at most {MostCharacters} characters together";
        }

        characters += name.Length;
        deepest = Math.Max(deepest, json.CurrentDepth);
        names.Add(name);
        return null;
    }

    /// <summary>A name with escapes, which may be no text at all, is found out about by reading it.</summary>
    private static string? FindKnown(ref Utf8JsonReader json)
    {
        if (json.ValueIsEscaped) return null;
        foreach (var name in Known)
        {
            if (json.ValueTextEquals(name)) return name;
        }

        return null;
    }
}
