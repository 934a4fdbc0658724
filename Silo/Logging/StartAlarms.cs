using System.Collections.Frozen;

namespace RetailPulse.Silo.Logging;

/// <summary>
/// What Orleans 10.4.2 reports of a machine that is merely busy, as any machine is during a start: turns that take long, timers that are late, and silos that
/// respond late to each other. What lasts is reported again after the start.
/// </summary>
internal static class StartAlarms
{
    private static readonly FrozenSet<string> Warnings = FrozenSet.Create(
        StringComparer.Ordinal,
        "Orleans.Runtime.MembershipService.LocalSiloHealthMonitor",
        "Orleans.Runtime.MembershipService.MembershipAgent",
        "Orleans.Runtime.MembershipService.MembershipTableManager",
        "Orleans.Runtime.MembershipService.SiloHealthMonitor",
        "Orleans.Runtime.Scheduler.WorkItemGroup",
        "Orleans.Runtime.Watchdog");

    /// <summary>A joining silo waits for an active one to respond, and tries again.</summary>
    private const int SilosDoNotRespondYet = 100661;

    /// <summary>A start that failed, which the process explains itself, or that was interrupted by a signal, which is no failure.</summary>
    private const int StartFailed = 100439;

    public static bool Include(string category, EventId kind, LogLevel level) => level switch
    {
        LogLevel.Warning => Warnings.Contains(category),
        LogLevel.Error => kind.Id is SilosDoNotRespondYet or StartFailed && category.StartsWith("Orleans.", StringComparison.Ordinal),
        _ => false,
    };
}
