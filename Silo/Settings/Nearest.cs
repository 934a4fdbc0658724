namespace RetailPulse.Silo.Settings;

/// <summary>Suggests the most similar name for a misspelled one.</summary>
internal static class Nearest
{
    /// <summary>Returns the candidate with the fewest edits, of the whole name or of its last part alone. Ignores case.</summary>
    public static string To(string name, IEnumerable<string> candidates) => candidates.MinBy(candidate => Difference(name, candidate))!;

    /// <summary>
    /// Returns the number of characters to insert, remove, replace, or swap with their neighbor (optimal string alignment distance).
    /// </summary>
    public static int Distance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                    edits[i, j] = i + j;
                else
                    edits[i, j] = Math.Min(
                        Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                        edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                    );
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return edits[a.Length, b.Length];
    }

    /// <summary>Returns twice the number of edits. A right last part in the wrong section counts as one edit and a half.</summary>
    private static int Difference(string name, string candidate) =>
        Math.Min(2 * Distance(name, candidate), (2 * Distance(LastPart(name), LastPart(candidate))) + 3);

    private static string LastPart(string name) => name[(name.LastIndexOf(':') + 1)..].TrimStart('-', '/');
}
