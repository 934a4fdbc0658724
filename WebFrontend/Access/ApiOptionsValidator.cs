using System.Buffers;
using Microsoft.Extensions.Options;
using RetailPulse.Silo.Settings;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Validates keys, limits and quotas, with messages that say how to fix them.</summary>
internal sealed class ApiOptionsValidator(IConfiguration configuration) : IValidateOptions<ApiOptions>
{
    private const string Keys = $"{ApiOptions.Section}:{nameof(ApiOptions.Keys)}";
    private const int Longest = 64;

    private static readonly SearchValues<char> OfTenants = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> problems = [.. Problems(options)];

        // The binder ignores a plain value in place of a list, which would leave the API open.
        if (!string.IsNullOrEmpty(configuration[Keys]))
            problems.Add($"{Keys} is a list; write {Keys}:0:Name and so on, as --new-key prints them.");
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    public static IEnumerable<string> Problems(ApiOptions options)
    {
        var digests = new HashSet<KeyDigest>();
        var problems = options.Keys.SelectMany((key, at) => Problems(key, $"{Keys}:{at}", digests));
        var tenants = options
            .Tenants.Keys.Select(TenantProblem)
            .OfType<string>()
            .Select(problem => $"A name in {ApiOptions.Section}:Tenants {problem}");
        return [.. problems, .. tenants, .. SettingRules.Problems(ApiOptions.Section, options)];
    }

    /// <summary>Returns what is wrong with the name of a tenant; <see langword="null"/> if it is valid.</summary>
    public static string? TenantProblem(string tenant) =>
        tenant.Length is 0 or > Longest || tenant.AsSpan().ContainsAnyExcept(OfTenants)
            ? $"is '{tenant}'; it must be 1 to {Longest} of a-z, 0-9 and -."
            : null;

    public static string? RoleProblem(string role) =>
        Roles.Names.ContainsKey(role) ? null : $"is '{role}'; it must be {string.Join(", ", Roles.Names.Keys)}.";

    public static string? NameProblem(string name) =>
        name.Length is 0 or > Longest || name.Any(char.IsControl) ? $"must be 1 to {Longest} characters that name the key's holder." : null;

    private static IEnumerable<string> Problems(ApiKeyOptions key, string path, HashSet<KeyDigest> digests)
    {
        if (NameProblem(key.Name) is { } name)
            yield return $"{path}:Name {name}";
        if (TenantProblem(key.Tenant) is { } tenant)
            yield return $"{path}:Tenant {tenant}";
        if (RoleProblem(key.Role) is { } role)
            yield return $"{path}:Role {role}";

        // Do not quote the value: someone may have put the key itself there.
        if (!KeyDigest.TryParse(key.Sha256, out var digest))
            yield return $"{path}:Sha256 must be the 64 hexadecimal digits of the key's SHA-256; --new-key prints them.";
        else if (!digests.Add(digest))
            yield return $"{path}:Sha256 is the same as that of another key in the list; give each holder a separate key.";
    }
}
