using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>Holds the access rules in force, and updates them when the configuration changes to another valid one.</summary>
/// <remarks>
/// A front end that once had keys never becomes open again before a restart, which checks the addresses that it listens on.
/// </remarks>
internal sealed partial class AccessPolicy : IDisposable
{
    private readonly IConfiguration configuration;
    private readonly ILogger<AccessPolicy> logger;
    private readonly IDisposable changes;
    private bool open = true;

    public AccessPolicy(IConfiguration configuration, IOptions<ApiOptions> api, ILogger<AccessPolicy> logger)
    {
        this.configuration = configuration;
        this.logger = logger;
        Current = RulesOf(api.Value);
        changes = ChangeToken.OnChange(configuration.GetReloadToken, Follow);
    }

    public AccessRules Current
    {
        get;
        private set => Volatile.Write(ref field, value);
    }

    public void Dispose() => changes.Dispose();

    private AccessRules RulesOf(ApiOptions api)
    {
        open &= api.Keys.Count == 0;
        return new AccessRules(api, open);
    }

    private void Follow()
    {
        try
        {
            var api = configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() ?? new ApiOptions();
            if (ApiOptionsValidator.Problems(api).ToList() is { Count: > 0 } problems)
                LogNotFollowed(string.Join(' ', problems));
            else
                Current = RulesOf(api);
        }
        catch (InvalidOperationException exception)
        {
            LogNotFollowed(exception.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Keeping keys, limits and quotas as they were: the changed configuration is invalid. {Problems}"
    )]
    private partial void LogNotFollowed(string problems);
}
