using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>Where a silo serves its probes and metrics.</summary>
internal static partial class SiloProbes
{
    /// <summary>Returns the address, such as <c>127.0.0.1:9464</c>, as soon as the silo has logged it.</summary>
    public static async Task<string> AddressAsync(ProductProcess silo)
    {
        await Eventually.TrueAsync(() => Serving().IsMatch(silo.Output), "the silo serves its probes");
        return Serving().Match(silo.Output).Groups[1].Value;
    }

    [GeneratedRegex(@"Serving probes and metrics at (\S+)")]
    private static partial Regex Serving();
}
