namespace RetailPulse.Tests.Architecture;

/// <summary>The dependencies among namespaces, with a pair of types that causes each.</summary>
internal sealed class NamespaceGraph
{
    private readonly Dictionary<string, Dictionary<string, string>> edges = new(StringComparer.Ordinal);

    /// <param name="types">All types of a project. References to other types do not count.</param>
    /// <param name="composition">Full names of types whose own references are left out.</param>
    public NamespaceGraph(IEnumerable<Type> types, IReadOnlyCollection<string> composition)
    {
        var all = types.ToHashSet();
        foreach (
            var (user, type) in all.Select(type => (User: Outermost(type), type)).Where(type => !composition.Contains(type.User.FullName!))
        )
        {
            foreach (
                var used in TypeReferences.Of(type).Where(all.Contains).Select(Outermost).Where(used => used.Namespace != user.Namespace)
            )
                From(user.Namespace!).TryAdd(used.Namespace!, $"{user.FullName} uses {used.FullName}");
        }
    }

    /// <summary>Returns the shortest cycle, one line for each of its edges; an empty list if there is none.</summary>
    public IReadOnlyList<string> FindCycle() =>
        edges.Keys.ToArray().Order(StringComparer.Ordinal).Select(FindCycle).Where(cycle => cycle.Count > 0).MinBy(cycle => cycle.Count)
        ?? [];

    private IReadOnlyList<string> FindCycle(string start)
    {
        var paths = new Queue<(string At, string[] Lines)>([(start, [])]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (paths.TryDequeue(out var path))
        {
            foreach (var (next, line) in From(path.At))
            {
                string[] lines = [.. path.Lines, line];
                if (next == start)
                    return lines;
                if (seen.Add(next))
                    paths.Enqueue((next, lines));
            }
        }

        return [];
    }

    private Dictionary<string, string> From(string user)
    {
        if (!edges.TryGetValue(user, out var used))
            edges[user] = used = new Dictionary<string, string>(StringComparer.Ordinal);
        return used;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
