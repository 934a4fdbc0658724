using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Profiles;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Connections;

/// <summary>The service to call, and the key for it.</summary>
/// <param name="Source">Where the address comes from, for people.</param>
/// <param name="Key">Key to send; <see langword="null"/> for none.</param>
/// <param name="KeySource">Where the key comes from, for people; <see langword="null"/> if there is none.</param>
/// <param name="Profile">Name of the profile that is in use, whether it exists or not.</param>
internal sealed record Target(Uri Address, string Source, string? Key, string? KeySource, string Profile)
{
    public const string UrlVariable = "RETAILPULSE_URL";
    public const string KeyVariable = "RETAILPULSE_API_KEY";
    public const string ProfileVariable = "RETAILPULSE_PROFILE";

    public const string DefaultUrl = "http://localhost:8080";

    /// <summary>Returns the target: option, then environment, then profile, then the default.</summary>
    /// <param name="url">Value of <c>--server</c>.</param>
    /// <param name="profile">Value of <c>--profile</c>.</param>
    /// <remarks>The key of a profile is sent only to the address of that profile.</remarks>
    public static Target Resolve(Surroundings surroundings, string? url, string? profile)
    {
        var requested = profile ?? surroundings.Variable(ProfileVariable);
        var set = ProfileFile.Find(surroundings).Read();
        var name = requested ?? set.Current;
        var stored = set.Find(name);
        var (address, source) = Choose(
            (url, "--server"),
            (surroundings.Variable(UrlVariable), UrlVariable),
            (stored?.Url, $"profile {name}"),
            (DefaultUrl, "default")
        );
        if (requested is not null && stored is null)
            throw CommandException.Usage($"The profile '{name}' does not exist.", $"To create it: retailpulse login --profile {name}");
        var uri = Parse(address, source);
        if (surroundings.Variable(KeyVariable) is { } key)
            return new Target(uri, source, CheckedKey(key, KeyVariable), KeyVariable, name);
        var isOwn = stored?.ApiKey is not null && uri == Parse(stored.Url ?? DefaultUrl, $"profile {name}");
        return new Target(uri, source, isOwn ? stored!.ApiKey : null, isOwn ? $"profile {name}" : null, name);
    }

    /// <exception cref="CommandException">The address is invalid.</exception>
    public static Uri Parse(string address, string source)
    {
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps
            || uri.UserInfo.Length > 0
            || uri.Query.Length > 0
        )
            throw CommandException.Usage(
                $"The address '{Texts.Safe(address)}' ({source}) must be an http or https URL without user info and query, such as {DefaultUrl}."
            );
        return uri.AbsolutePath.EndsWith('/') ? uri : new Uri($"{uri.AbsoluteUri}/");
    }

    /// <exception cref="CommandException">The key cannot be sent in a header.</exception>
    public static string CheckedKey(string key, string source) =>
        key.All(character => character is > ' ' and < '\u007f')
            ? key
            : throw new CommandException(ExitCode.Access, $"The key ({source}) must have only visible ASCII characters.");

    private static (string Value, string Source) Choose(params ReadOnlySpan<(string? Value, string Source)> candidates)
    {
        foreach (var (value, source) in candidates)
        {
            if (!string.IsNullOrEmpty(value))
                return (value, source);
        }

        throw new InvalidOperationException("The last candidate has a value.");
    }
}
