using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<HttpContext, Caller> admitted = new();
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

    /// <summary>Answers a request of a caller, and aborts it if the key of the caller is removed before that.</summary>
    /// <remarks>A stream of events lasts for an hour, and an export for half an hour.</remarks>
    public async Task AnswerAsync(HttpContext context, Caller caller, RequestDelegate next)
    {
        admitted[context] = caller;
        try
        {
            // The key may have been removed since it was checked.
            AbortUnlessAdmitted(context, caller);
            await next(context);
        }
        finally
        {
            admitted.TryRemove(context, out _);
        }
    }

    private void AbortUnlessAdmitted(HttpContext context, Caller caller)
    {
        if (!Current.Admits(caller))
            context.Abort();
    }

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
                Replace(RulesOf(api));
        }
        catch (InvalidOperationException exception)
        {
            LogNotFollowed(exception.Message);
        }
    }

    private void Replace(AccessRules rules)
    {
        Current = rules;
        foreach (var (context, caller) in admitted)
            AbortUnlessAdmitted(context, caller);
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Keeping keys, limits and quotas as they were: the changed configuration is invalid. {Problems}"
    )]
    private partial void LogNotFollowed(string problems);
}
