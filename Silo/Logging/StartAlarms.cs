using System.Collections.Frozen;

namespace RetailPulse.Silo.Logging;

/// <summary>The warnings that Orleans 10.4.2 logs about a machine that is merely busy, as every machine is during a start.</summary>
/// <remarks>
/// They concern long turns, late timers, and silos that respond late to each other. A lasting problem is reported again after the start.
/// </remarks>
internal static class StartAlarms
{
    private static readonly FrozenSet<string> Warnings = FrozenSet.Create(
        StringComparer.Ordinal,
        "Orleans.Runtime.MembershipService.LocalSiloHealthMonitor",
        "Orleans.Runtime.MembershipService.MembershipAgent",
        "Orleans.Runtime.MembershipService.MembershipTableManager",
        "Orleans.Runtime.MembershipService.SiloHealthMonitor",
        "Orleans.Runtime.Scheduler.WorkItemGroup",
        "Orleans.Runtime.Watchdog"
    );

    /// <summary>A joining silo waits for an active one to respond, and retries.</summary>
    private const int SilosDoNotRespondYet = 100661;

    /// <summary>A start that failed, which the process explains itself, or that a signal interrupted, which is not a failure.</summary>
    private const int StartFailed = 100439;

    public static bool Include(string category, EventId kind, LogLevel level) =>
        level switch
        {
            LogLevel.Warning => Warnings.Contains(category),
            LogLevel.Error => kind.Id is SilosDoNotRespondYet or StartFailed && category.StartsWith("Orleans.", StringComparison.Ordinal),
            _ => false,
        };
}
