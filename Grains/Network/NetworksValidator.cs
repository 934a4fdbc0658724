using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace RetailPulse.Grains.Network;

/// <summary>Reports, at start, the entries of <see cref="INetworkOptions"/> that are not networks.</summary>
internal sealed class NetworksValidator<TOptions>(string section, IConfiguration settings) : IValidateOptions<TOptions>
    where TOptions : class, INetworkOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        string[] problems =
        [
            .. Problems(nameof(options.AllowedNetworks), options.AllowedNetworks),
            .. Problems(nameof(options.RefusedNetworks), options.RefusedNetworks),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    /// <remarks>The binder ignores a single value in place of a list, and no network would be allowed or refused.</remarks>
    private IEnumerable<string> Problems(string list, IReadOnlyList<string> networks) =>
        string.IsNullOrEmpty(settings[list])
            ? networks
                .Where(network => !NetworkRule.TryParse(network, out _))
                .Select(network =>
                    $"{section}:{list} has '{network}', which is not a network; write one as 10.1.0.0/16, 127.0.0.1/32 or fd00::/8, with no bits set beyond its prefix, "
                    + "and a port behind it if only that port is meant, as 127.0.0.1/32:9090 or ::1/128:9090."
                )
            : [$"{section}:{list} is a list; write {section}:{list}:0=10.1.0.0/16, and so on."];
}
