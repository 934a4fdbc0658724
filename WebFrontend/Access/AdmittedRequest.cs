namespace RetailPulse.WebFrontend.Access;

/// <summary>A request that was admitted, until it ends.</summary>
/// <remarks>
/// Kestrel uses the context again for the next request of the connection, which can be of another caller. So nothing is aborted after the end.
/// </remarks>
/// <param name="session">Session of the console that the request belongs to; <see langword="null"/> for none.</param>
internal sealed class AdmittedRequest(HttpContext context, Caller caller, SessionTicket? session, TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource? sessionOver = session is { } ticket ? new(ticket.Remaining(time.GetUtcNow()), time) : null;
    private bool ended;

    /// <summary>Canceled when the session of the request ends. A request with a key of its own has none.</summary>
    public CancellationToken SessionOver => sessionOver?.Token ?? CancellationToken.None;

    /// <summary>Aborts the request if its key was removed or has fewer rights.</summary>
    public void AbortUnlessAdmitted(AccessRules rules)
    {
        lock (gate)
        {
            if (!ended && !rules.Admits(caller))
                context.Abort();
        }
    }

    /// <summary>Cancels <see cref="SessionOver"/> if the request belongs to a session that a person ended.</summary>
    public void EndSession(SessionTicket over)
    {
        lock (gate)
        {
            if (!ended && session == over)
                _ = sessionOver?.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            ended = true;
            sessionOver?.Dispose();
        }
    }
}
