using System.Globalization;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>
/// Logs every request that changes something, that requires more than the role submit, or that was refused. It never logs a key.
/// </summary>
/// <remarks>
/// Every successful change has its own line. Of all other requests, the first of a kind per minute has a line, and further ones are
/// counted.
/// </remarks>
internal sealed partial class Audit(ILoggerFactory loggers)
{
    public const string Category = "RetailPulse.Audit";

    /// <summary>Maximum number of kinds that are distinguished per minute, which also limits the lines that strangers can cause.</summary>
    private const int MaxKinds = 1_000;

    private readonly ILogger logger = loggers.CreateLogger(Category);
    private readonly RepeatCounter<AuditEvent> repeats = new(MaxKinds);

    /// <summary>Returns whether an admitted request is logged.</summary>
    public static bool Watches(HttpRequest request, Role needed) => needed > Role.Submit || Changes(request.Method);

    /// <summary>Sets the job that a request has created, which its path does not contain.</summary>
    public static void Concerns(HttpContext context, long jobId) =>
        context.Features.Set(new AuditSubject(string.Create(CultureInfo.InvariantCulture, $"/api/v1/jobs/{jobId}")));

    /// <param name="route">Route of the request; <see langword="null"/> if it was refused before routing.</param>
    /// <param name="caller">Caller of the request; <see langword="null"/> if it has no known key.</param>
    /// <param name="answered">Completes with the response, whose status is the outcome.</param>
    public async Task NoteAsync(HttpContext context, RouteEndpoint? route, Caller? caller, Task answered)
    {
        var outcome = "aborted";
        try
        {
            await answered;
            outcome = Code(context.Response.StatusCode);
        }
        catch (Exception exception) when (MalformedBody.StatusOf(exception) is { } status)
        {
            outcome = Code(status);
            throw;
        }
        finally
        {
            Note(context, AuditEvent.Of(context, route, caller, outcome));
        }
    }

    /// <summary>Logs a sign-in with an unknown key. Its response redirects to the form and does not reveal the reason.</summary>
    public void NoteRefusedSignIn(HttpContext context) =>
        Note(context, AuditEvent.Of(context, context.GetEndpoint() as RouteEndpoint, null, Code(StatusCodes.Status401Unauthorized)));

    /// <summary>Logs what was counted since the last call.</summary>
    public void Summarize()
    {
        var (counted, others) = repeats.Drain();
        foreach (var (kind, further) in counted)
            LogRepeats(further, kind.Action, kind.Key, kind.Tenant, kind.Address, kind.Outcome);
        if (others > 0)
            LogOthers(others, MaxKinds);
    }

    private void Note(HttpContext context, AuditEvent noted)
    {
        if (!(Changes(context.Request.Method) && noted.Outcome[0] is '2' or '3') && !repeats.IsFirst(noted))
            return;

        // Escaped, because a path may contain characters that a log line may not.
        var subject = context.Features.Get<AuditSubject>()?.Path ?? context.Request.Path.ToUriComponent();
        var from = context.Connection.RemoteIpAddress is { } address ? AuditEvent.Plain(address).ToString() : "nowhere";
        if (noted.Outcome == Code(StatusCodes.Status401Unauthorized))
            LogKeyRefused(noted.Action, subject, noted.Key, noted.Tenant, from, noted.Outcome);
        else
            LogAction(noted.Action, subject, noted.Key, noted.Tenant, from, noted.Outcome);
    }

    private static bool Changes(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    private static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Action} of {Subject} by key {Key} of tenant {Tenant} from {Address}: {Outcome}"
    )]
    private partial void LogAction(string action, string subject, string key, string tenant, string address, string outcome);

    [LoggerMessage(
        EventName = "KeyRefused",
        Level = LogLevel.Information,
        Message = "{Action} of {Subject} by key {Key} of tenant {Tenant} from {Address}: {Outcome}"
    )]
    private partial void LogKeyRefused(string action, string subject, string key, string tenant, string address, string outcome);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "{Count} further requests within a minute: {Action} by key {Key} of tenant {Tenant} from {Address}: {Outcome}"
    )]
    private partial void LogRepeats(long count, string action, string key, string tenant, string address, string outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} further requests within a minute, of more than {Kinds} addresses or kinds")]
    private partial void LogOthers(long count, int kinds);

    /// <summary>The subject of a request if it is not its path.</summary>
    private sealed record AuditSubject(string Path);
}
