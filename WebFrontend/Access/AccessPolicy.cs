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
    /// <summary>
    /// Time after which requests in progress are aborted if no keys are left. A file that is being replaced can be empty for a moment.
    /// </summary>
    internal static readonly TimeSpan EmptyGrace = TimeSpan.FromSeconds(10);

    private readonly IConfiguration configuration;
    private readonly TimeProvider time;
    private readonly ILogger<AccessPolicy> logger;
    private readonly IDisposable changes;
    private readonly ConcurrentDictionary<AdmittedRequest, byte> admitted = new();
    private readonly ITimer abortLater;
    private bool open = true;

    public AccessPolicy(IConfiguration configuration, IOptions<ApiOptions> api, TimeProvider time, ILogger<AccessPolicy> logger)
    {
        this.configuration = configuration;
        this.time = time;
        this.logger = logger;
        abortLater = time.CreateTimer(_ => AbortRemoved(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Options = api.Value;
        Current = RulesOf(api.Value);
        changes = ChangeToken.OnChange(configuration.GetReloadToken, Follow);
    }

    public AccessRules Current
    {
        get;
        private set => Volatile.Write(ref field, value);
    }

    /// <summary>The settings in effect: the last valid ones.</summary>
    public ApiOptions Options
    {
        get;
        private set => Volatile.Write(ref field, value);
    }

    public void Dispose()
    {
        changes.Dispose();
        abortLater.Dispose();
    }

    /// <summary>Answers a request of a caller, and aborts it if the key of the caller is removed before that.</summary>
    /// <remarks>A stream of events lasts for an hour, and an export for half an hour.</remarks>
    /// <param name="session">Session of the console that the request belongs to; <see langword="null"/> for none.</param>
    public async Task AnswerAsync(HttpContext context, Caller caller, SessionTicket? session, RequestDelegate next)
    {
        using var request = new AdmittedRequest(context, caller, session, time);
        context.Features.Set(request);
        admitted[request] = 0;
        try
        {
            // The key may have been removed since it was checked.
            request.AbortUnlessAdmitted(Current);
            await next(context);
        }
        finally
        {
            admitted.TryRemove(request, out _);
        }
    }

    /// <summary>Ends the event streams of a session that a person ended.</summary>
    public void EndSession(SessionTicket session)
    {
        foreach (var request in admitted.Keys)
            request.EndSession(session);
    }

    private AccessRules RulesOf(ApiOptions api)
    {
        open &= api.Keys.Count == 0;
        return new AccessRules(api, open);
    }

    private void Follow()
    {
        ApiOptions api;
        try
        {
            api = configuration.GetSection(ApiOptions.Section).Get<ApiOptions>() ?? new ApiOptions();
        }
        catch (InvalidOperationException exception)
        {
            LogNotFollowed(exception.Message);
            return;
        }

        if (ApiOptionsValidator.Problems(api).ToList() is { Count: > 0 } problems)
            LogNotFollowed(string.Join(' ', problems));
        else
            Replace(api);
    }

    private void Replace(ApiOptions api)
    {
        Options = api;
        Current = RulesOf(api);
        if (Current.AdmitsNobody)
        {
            LogNoKeys(EmptyGrace);
            abortLater.Change(EmptyGrace, Timeout.InfiniteTimeSpan);
            return;
        }

        abortLater.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        AbortRemoved();
    }

    private void AbortRemoved()
    {
        foreach (var request in admitted.Keys)
            request.AbortUnlessAdmitted(Current);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Refusing all requests, and aborting those in progress in {Delay}: the changed configuration has no keys"
    )]
    private partial void LogNoKeys(TimeSpan delay);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Keeping keys, limits and quotas as they were: the changed configuration is invalid. {Problems}"
    )]
    private partial void LogNotFollowed(string problems);
}
