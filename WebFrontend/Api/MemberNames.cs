namespace RetailPulse.WebFrontend.Api;

/// <summary>Explains members that an object of a request does not have.</summary>
internal static class MemberNames
{
    /// <summary>Returns what is wrong with a member, and which one was probably meant.</summary>
    /// <param name="name">Name that is not one of <paramref name="known"/>.</param>
    public static string Explain(string name, IReadOnlyCollection<string> known)
    {
        if (known.FirstOrDefault(member => string.Equals(member, name, StringComparison.OrdinalIgnoreCase)) is { } written)
            return $"must be written {written}; names are case-sensitive";
        var meant = known.FirstOrDefault(member => string.Equals(Letters(member), Letters(name), StringComparison.OrdinalIgnoreCase));
        return meant is null
            ? $"is not a member of this object, which has {string.Join(", ", known)}"
            : $"is not a member of this object; write {meant}";
    }

    /// <summary>Returns the same text for <c>callbackUrl</c>, <c>callback-url</c>, and <c>callback_url</c>.</summary>
    private static string Letters(string name) =>
        name.Replace("_", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal)
            .Replace(" ", "", StringComparison.Ordinal);
}
