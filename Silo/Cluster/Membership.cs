using Orleans.Configuration;

namespace RetailPulse.Silo.Cluster;

/// <summary>Configures how silos and clients detect each other.</summary>
/// <remarks>
/// The values meet three goals: a killed silo is detected within 3 s (measured: 1.2 to 1.5 s, twice that soon after a start), the whole
/// cluster may be killed at once (a new silo is ready in 7 to 11 s), and a clock that is off by an hour does no harm. Statements about
/// Orleans were checked in its source and by experiment with version 10.4.2.
/// </remarks>
internal static class Membership
{
    /// <summary>Longer than an hour, by which a machine's clock may be off.</summary>
    private static readonly TimeSpan BeyondClockErrors = TimeSpan.FromHours(3);

    public static void Tune(ClusterMembershipOptions membership)
    {
        // A killed silo refuses its probes at once, so three of them take a little over a second. Orleans requires the second vote only
        // with three or more silos; with two, one vote is enough.
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;

        // A silo that hangs while its connections stay open is given longest probe × missed probes = 12 s. A wrong verdict ends its
        // process, and a busy machine can freeze for seconds, so this stays at Orleans' default of four probe timeouts.
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(4);

        // If too few silos are left to vote after several died at once, the dead count as voters until their heartbeats in the table are
        // stale. No silo can join before that: 90 s by default, here 2 s × 2. A heartbeat costs one small write.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedTableIAmAliveLimit = 2;

        // Interval at which a silo checks for stale heartbeats and for news that gossip did not deliver: one small read. Default: 1 min.
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);

        // By default, Orleans evicts a silo that seems to have been joining for five minutes. A silo with a slow clock seems so at once.
        // Probes detect silos that really died while joining, like all others.
        membership.EvictWhenMaxJoinAttemptTimeExceeded = false;

        // The age at which a silo without a row counts as dead and at which its row may be deleted also depends on clocks. Default: 1 h.
        membership.SiloGenerationRetirementAge = BeyondClockErrors;
        membership.DefunctSiloMinimumRetention = BeyondClockErrors;

        // Rows of dead silos beyond this number are deleted once they are old enough, so they do not accumulate. Orleans' default.
        membership.MaxDefunctSiloEntries = 25;
    }

    /// <summary>
    /// Configures a client. By default, it learns of new gateways once a minute and hangs that long if its own gateway dies.
    /// </summary>
    public static void Tune(GatewayOptions gateways) => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(3);
}
