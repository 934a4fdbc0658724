using RetailPulse.Jobs;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The rule for keys of metadata. Square brackets are excluded, because queries write <c>metadata[key]=value</c>.</summary>
internal static class MetadataKey
{
    private static readonly string Rule =
        $"must have a name of 1 to {JobMetadata.MaxKeyLength} characters, without square brackets and control characters";

    /// <summary>Returns what is wrong with a key; <see langword="null"/> if it is valid.</summary>
    public static string? Problem(string key) =>
        key.Length is 0 or > JobMetadata.MaxKeyLength || key.Any(letter => letter is '[' or ']' || char.IsControl(letter)) ? Rule : null;
}
