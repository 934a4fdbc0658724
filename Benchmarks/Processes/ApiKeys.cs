using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>
/// The API keys that a product is configured with, each of its own tenant. The benchmark uses the last one. Without keys, the product is
/// open.
/// </summary>
internal sealed class ApiKeys(int count)
{
    public AuthenticationHeaderValue? Held => count == 0 ? null : new AuthenticationHeaderValue("Bearer", Key(count - 1));

    public IEnumerable<string> Settings =>
        Enumerable
            .Range(0, count)
            .SelectMany(at =>
                (string[])
                    [
                        Setting(at, "Name", $"holder {at}"),
                        Setting(at, "Tenant", $"tenant-{at}"),
                        Setting(at, "Role", "submit"),
                        Setting(at, "Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key(at))))),
                    ]
            );

    /// <summary>Length of a real key.</summary>
    private static string Key(int at) => string.Create(CultureInfo.InvariantCulture, $"rp_{at:D43}");

    private static string Setting(int at, string name, string value) =>
        string.Create(CultureInfo.InvariantCulture, $"--RetailPulse:Api:Keys:{at}:{name}={value}");
}
