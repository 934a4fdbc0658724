using System.Text.Json;

namespace RetailPulse.Web.Jobs;

/// <summary>The names seen so far in each object that is open, for no name may come twice (RFC 8259 leaves open what it would mean).</summary>
internal sealed class NamesOfObjects(int maxDepth)
{
    /// <summary>By name, so that a body of many visits allocates no name.</summary>
    private static readonly string[] Known = ["store_id", "image_url", "visit_time", "visits", "count"];

    private readonly HashSet<string>?[] atDepth = new HashSet<string>?[maxDepth + 1];

    /// <param name="depth">Of the object itself.</param>
    public void Open(int depth) => atDepth[depth + 1]?.Clear();

    /// <summary>The name on which <paramref name="json"/> stands.</summary>
    /// <exception cref="JsonException">The object had it before.</exception>
    public string Take(ref Utf8JsonReader json)
    {
        var name = FindKnown(ref json) ?? JsonText.Read(ref json);
        ref var names = ref atDepth[json.CurrentDepth];
        names ??= new HashSet<string>(StringComparer.Ordinal);
        return names.Add(name) ? name : throw new JsonException("a name twice");
    }

    private static string? FindKnown(ref Utf8JsonReader json)
    {
        foreach (var name in Known)
        {
            if (json.ValueTextEquals(name)) return name;
        }

        return null;
    }
}
