using System.Globalization;

namespace RetailPulse.Web.Access;

/// <summary>
/// Notes every request that changes something, every one that takes more than the role submit, and every one that was refused; never a key. A change
/// that was made has a line of its own. Of everything else, the first of a kind and minute has one, and further ones are counted.
/// </summary>
internal sealed partial class Audit(ILoggerFactory loggers)
{
    public const string Category = "RetailPulse.Audit";

    /// <summary>Kinds of one minute that are told apart: as many lines as that can be caused by strangers.</summary>
    private const int MaxKinds = 1_000;

    private readonly ILogger logger = loggers.CreateLogger(Category);
    private readonly RepeatCounter<AuditEvent> repeats = new(MaxKinds);

    /// <summary>Whether a request that was let through is noted.</summary>
    public static bool Watches(HttpRequest request, Role needed) => needed > Role.Submit || Changes(request.Method);

    /// <summary>Names the job that a request has made, which its path cannot.</summary>
    public static void Concerns(HttpContext context, long jobId) => context.Features.Set(new AuditSubject(string.Create(CultureInfo.InvariantCulture, $"/api/v1/jobs/{jobId}")));

    /// <param name="route"><see langword="null"/> for a request that was refused before its route was looked for.</param>
    /// <param name="caller"><see langword="null"/> when the request has no key that is known.</param>
    /// <param name="answered">Ends with the answer, whose status is the outcome.</param>
    public async Task NoteAsync(HttpContext context, RouteEndpoint? route, Caller? caller, Task answered)
    {
        var outcome = "aborted";
        try
        {
            await answered;
            outcome = Code(context.Response.StatusCode);
        }
        catch (BadHttpRequestException exception)
        {
            outcome = Code(exception.StatusCode);
            throw;
        }
        finally
        {
            Note(context, AuditEvent.Of(context, route, caller, outcome));
        }
    }

    /// <summary>Tells of what was counted since the last time.</summary>
    public void Summarize()
    {
        var (counted, others) = repeats.Drain();
        foreach (var (kind, further) in counted) LogRepeats(further, kind.Action, kind.Key, kind.Tenant, kind.Address, kind.Outcome);
        if (others > 0) LogOthers(others, MaxKinds);
    }

    private void Note(HttpContext context, AuditEvent noted)
    {
        if (!(Changes(context.Request.Method) && noted.Outcome[0] is '2' or '3') && !repeats.IsFirst(noted)) return;

        // Escaped: a path may hold whatever a line of a log may not.
        var subject = context.Features.Get<AuditSubject>()?.Path ?? context.Request.Path.ToUriComponent();
        LogAction(noted.Action, subject, noted.Key, noted.Tenant, context.Connection.RemoteIpAddress is { } address ? AuditEvent.Plain(address).ToString() : "nowhere", noted.Outcome);
    }

    private static bool Changes(string method) => !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    private static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Action} of {Subject} by key {Key} of tenant {Tenant} from {Address}: {Outcome}")]
    private partial void LogAction(string action, string subject, string key, string tenant, string address, string outcome);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} further requests within a minute: {Action} by key {Key} of tenant {Tenant} from {Address}: {Outcome}")]
    private partial void LogRepeats(long count, string action, string key, string tenant, string address, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} further requests within a minute, of more than {Kinds} addresses or kinds")]
    private partial void LogOthers(long count, int kinds);

    /// <summary>What a request is about, where that is not its path.</summary>
    private sealed record AuditSubject(string Path);
}
