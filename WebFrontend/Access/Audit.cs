using System.Globalization;
using System.Net;

namespace RetailPulse.Web.Access;

/// <summary>Notes every action that takes an admin, and every one that was refused; never a key.</summary>
internal sealed partial class Audit(ILoggerFactory loggers)
{
    public const string Category = "RetailPulse.Audit";

    private readonly ILogger logger = loggers.CreateLogger(Category);

    /// <param name="caller"><see langword="null"/>: nobody knows who.</param>
    /// <param name="answered">Ends with the answer, whose status is the outcome.</param>
    public async Task NoteAsync(HttpContext context, RouteEndpoint route, Caller? caller, Task answered)
    {
        var outcome = "broken off";
        try
        {
            await answered;
            outcome = context.Response.StatusCode.ToString(CultureInfo.InvariantCulture);
        }
        finally
        {
            // Escaped: a path may hold whatever a line of a log may not.
            var (action, subject) = ($"{context.Request.Method} {route.RoutePattern.RawText}", context.Request.Path.ToUriComponent());
            LogAction(action, subject, caller?.Key ?? "unknown", caller?.Tenant ?? "unknown", context.Connection.RemoteIpAddress, outcome);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Action} of {Subject} by key {Key} of tenant {Tenant} from {Address}: {Outcome}")]
    private partial void LogAction(string action, string subject, string key, string tenant, IPAddress? address, string outcome);
}
