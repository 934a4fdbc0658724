using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;
using RetailPulse.Jobs;
using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>The access rules of one version of the configuration.</summary>
internal sealed class AccessRules
{
    public const string KeyHeader = "X-Api-Key";

    private const string Scheme = "Bearer ";

    private readonly FrozenDictionary<KeyDigest, Caller> callers;
    private readonly bool allowOpen;

    /// <summary>The caller of every request if there are no keys; otherwise <see langword="null"/>.</summary>
    private readonly Caller? anybody;

    /// <param name="options">Valid options.</param>
    /// <param name="open">Whether anyone may call if there are no keys. If <see langword="false"/>, no one may.</param>
    public AccessRules(ApiOptions options, bool open)
    {
        callers = options.Keys.ToFrozenDictionary(DigestOf, key => CallerOf(key, options));
        allowOpen = options.AllowOpen;
        if (open && callers.Count == 0)
            anybody = new Caller(
                "none",
                JobSubmission.DefaultTenant,
                Role.Admin,
                null,
                Rate(options, null),
                Quota(options, JobSubmission.DefaultTenant)
            );
    }

    /// <summary>Whether anyone may call, because there are no keys.</summary>
    public bool IsOpen => anybody is not null;

    /// <summary>Whether no one may call, because all keys were removed.</summary>
    public bool AdmitsNobody => !IsOpen && callers.Count == 0;

    /// <summary>
    /// Whether anyone on this machine may call, but no one else: no setting says that something in front guards the service.
    /// </summary>
    public bool ServesThisMachineOnly => IsOpen && !allowOpen;

    /// <summary>Returns the caller of a request; <see langword="null"/> if the request has no known key.</summary>
    /// <remarks>A key in a header takes precedence over that of a session of the console.</remarks>
    /// <param name="prompted">Whether the key may also be the password of HTTP Basic, for which a browser prompts.</param>
    /// <param name="session">Key of the session of the request; <see langword="null"/> if it belongs to none.</param>
    public Caller? Identify(HttpRequest request, bool prompted = false, KeyDigest? session = null) =>
        anybody
        ?? Find(KeyOf(request.Headers))
        ?? (prompted ? Find(KeyPrompt.PasswordOf(request)) : null)
        ?? (session is { } digest ? callers.GetValueOrDefault(digest) : null);

    /// <summary>Returns the digest of a key; <see langword="null"/> if the key is unknown.</summary>
    public KeyDigest? FindKey(string key) => Find(key)?.Digest;

    /// <summary>Returns whether a caller that was identified earlier would be again, with the same rights.</summary>
    public bool Admits(Caller caller) =>
        caller.Digest is { } digest
            ? callers.TryGetValue(digest, out var known) && known.Tenant == caller.Tenant && known.Role >= caller.Role
            : IsOpen;

    private Caller? Find(ReadOnlySpan<char> key) => KeyDigest.TryTake(key, out var digest) ? callers.GetValueOrDefault(digest) : null;

    /// <remarks>See RFC 6750, section 2.1. The scheme is case-insensitive. Other schemes are left to proxies.</remarks>
    private static ReadOnlySpan<char> KeyOf(IHeaderDictionary headers)
    {
        var authorization = headers[HeaderNames.Authorization].ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization.AsSpan(Scheme.Length).Trim()
            : headers[KeyHeader].ToString();
    }

    private static KeyDigest DigestOf(ApiKeyOptions key) => KeyDigest.TryParse(key.Sha256, out var digest) ? digest : default;

    private static Caller CallerOf(ApiKeyOptions key, ApiOptions options) =>
        new(key.Name, key.Tenant, Roles.Names[key.Role], key.Tenant, Rate(options, key), Quota(options, key.Tenant))
        {
            Digest = DigestOf(key),
        };

    private static RequestRate? Rate(ApiOptions options, ApiKeyOptions? key) =>
        (key?.RequestsPerSecond ?? options.RequestsPerSecond) is { } perSecond
            ? new RequestRate(perSecond, key?.RequestBurst ?? options.RequestBurst ?? perSecond)
            : null;

    private static TenantQuota? Quota(ApiOptions options, string tenant)
    {
        var own = options.Tenants.TryGetValue(tenant, out var found) ? found : null;
        var quota = new TenantQuota(own?.MaxJobs ?? options.MaxJobs, own?.MaxImages ?? options.MaxImages);
        return quota is { MaxJobs: null, MaxImages: null } ? null : quota;
    }
}
