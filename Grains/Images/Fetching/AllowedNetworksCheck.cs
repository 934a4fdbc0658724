using Microsoft.Extensions.Options;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Names, at start, the entries of <see cref="ImagesOptions.AllowedNetworks"/> that are no networks.</summary>
internal sealed class AllowedNetworksCheck : IValidateOptions<ImagesOptions>
{
    private const string Setting = $"{ImagesOptions.Section}:{nameof(ImagesOptions.AllowedNetworks)}";

    public ValidateOptionsResult Validate(string? name, ImagesOptions options)
    {
        string[] problems = [.. options.AllowedNetworks.Where(entry => !AllowedNetwork.TryParse(entry, out _)).Select(Problem)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Problem(string entry) =>
        $"{Setting} has '{entry}', which is no network; write one as 10.1.0.0/16, 127.0.0.1/32 or fd00::/8, with no bits set beyond its prefix, "
        + "and a port behind it if only that port is meant, as 127.0.0.1/32:9090 or ::1/128:9090.";
}
