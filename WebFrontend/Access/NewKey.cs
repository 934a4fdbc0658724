using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RetailPulse.WebFrontend.Access;

/// <summary>The command that creates a key. It prints the key, which is not stored anywhere, and the settings to add.</summary>
internal static class NewKey
{
    private const int RandomBytes = 32;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns 0, or 1 if <paramref name="settings"/> are invalid, in which case it prints only the errors.</summary>
    public static int Run(string[] settings, TextWriter output, TextWriter errors)
    {
        var given = new ConfigurationBuilder().AddCommandLine(settings).Build();
        var (tenant, role, name) = (given["tenant"] ?? "", given["role"] ?? "", given["name"] ?? "");
        List<string> problems = [.. Problems(tenant, role, name)];
        foreach (var problem in problems)
            errors.WriteLine(problem);
        if (problems.Count > 0)
            return 1;

        var key = Make();
        output.WriteLine(Describe(key, tenant, role, name));
        return 0;
    }

    /// <summary>Creates a key: <c>rp_</c> and 32 random bytes in base64url.</summary>
    public static string Make() => $"rp_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes))}";

    public static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static IEnumerable<string> Problems(string tenant, string role, string name)
    {
        if (ApiOptionsValidator.TenantProblem(tenant) is { } badTenant)
            yield return $"--tenant {badTenant}";
        if (ApiOptionsValidator.RoleProblem(role) is { } badRole)
            yield return $"--role {badRole}";
        if (ApiOptionsValidator.NameProblem(name) is { } badName)
            yield return $"--name {badName}";
    }

    private static string Describe(string key, string tenant, string role, string name)
    {
        var digest = Sha256(key);
        return $$"""
            The key, which is not shown again; its holder sends it as "Authorization: Bearer KEY":

              {{key}}

            For appsettings.json, add to the list RetailPulse:Api:Keys:

              { "Name": {{JsonSerializer.Serialize(name, Readable)}}, "Tenant": "{{tenant}}", "Role": "{{role}}", "Sha256": "{{digest}}" }

            Or for the environment, with the next free number in place of 0:

              RetailPulse__Api__Keys__0__Name={{Quote(name)}}
              RetailPulse__Api__Keys__0__Tenant={{tenant}}
              RetailPulse__Api__Keys__0__Role={{role}}
              RetailPulse__Api__Keys__0__Sha256={{digest}}
            """;
    }

    /// <summary>Quotes a text for a shell.</summary>
    private static string Quote(string text) =>
        text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
