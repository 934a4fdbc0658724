using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.Cli.Input;

/// <summary>
/// Derives the idempotency keys of a file from what is submitted, so that the same content is submitted only once, in any order, with any
/// other files, and if the command runs again.
/// </summary>
/// <param name="sha256">SHA-256 of the file.</param>
/// <param name="isSplit">Whether the file becomes several jobs. A part has the same key although another part of the file changes.</param>
internal sealed class SubmissionKeys(string sha256, bool isSplit)
{
    private readonly Dictionary<string, int> derived = new(StringComparer.Ordinal);

    /// <summary>Returns the key of the next part. A part that occurs several times in its file has several keys.</summary>
    public string Next(SubmittedPart part)
    {
        var content = isSplit && part is WholePart whole ? DigestOf(whole) : sha256;
        var head = $"{part.Head.CallbackUrl}{(part.Head.Label is { } label ? $"\n{label}" : "")}";
        var key = $"cli-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\n{head}")).AsSpan(0, 16))}";
        var times = derived[key] = derived.GetValueOrDefault(key) + 1;
        return times == 1 ? key : $"{key}-{times}";
    }

    private static string DigestOf(WholePart part)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in part.Head.Metadata ?? new Dictionary<string, string>())
            Append(digest, key, value);
        foreach (var visit in part.Part.Visits)
        {
            Append(digest, visit.StoreId, visit.VisitTime, visit.Reference, $"{visit.ImageUrl.Count}");
            foreach (var image in visit.ImageUrl)
                Append(digest, image.Url, image.Reference);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    /// <summary>Appends texts with their lengths, so that no two lists of texts are the same bytes.</summary>
    private static void Append(IncrementalHash digest, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
            digest.AppendData(Encoding.UTF8.GetBytes($"{text?.Length ?? -1}:{text}"));
    }
}
