using Orleans.Configuration;

namespace RetailPulse.Silo;

/// <summary>
/// How silos and clients learn who is there. Chosen so that a killed silo is found out within three seconds (measured: 1.2 to 1.5 s, twice that
/// soon after a start), that the whole cluster may be killed at once (a new silo is ready in 7 to 11 s), and that a clock that is wrong by an hour
/// does no harm. What is said here of Orleans was read in and tried with version 10.4.2.
/// </summary>
internal static class Membership
{
    /// <summary>More than an hour by which a machine's clock may be wrong, with room to spare.</summary>
    private static readonly TimeSpan BeyondClockErrors = TimeSpan.FromHours(3);

    public static void Tune(ClusterMembershipOptions membership)
    {
        // A killed silo refuses its probes at once, so three of them take a little over a second. Orleans asks for the second vote only where
        // there are three silos or more; of two, one vote is enough.
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;

        // A silo that hangs, but whose connections stand, gets longest probe × missed probes = 12 s. A wrong verdict ends its process, and a busy
        // machine can stand still for seconds, so this is left at Orleans' own four probe timeouts.
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(4);

        // When so many die at once that too few are left to vote, or all of them, the dead count as voters until their heartbeat in the table is
        // stale, and no silo can join before: 90 s by default, here 2 s × 2. A heartbeat costs one small write.
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
        membership.NumMissedTableIAmAliveLimit = 2;

        // How often a silo looks for stale heartbeats, and for news that gossip did not bring; one small read. Default 1 min.
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(2);

        // By default a silo that seems to have tried to join for five minutes is evicted; one whose clock is slow seems so at once. Silos that
        // really died while joining are found out by probes, like all others.
        membership.EvictWhenMaxJoinAttemptTimeExceeded = false;

        // The age at which a silo that is in no row counts as dead, and its row may go, is told by clocks too. Default 1 h.
        membership.SiloGenerationRetirementAge = BeyondClockErrors;
        membership.DefunctSiloMinimumRetention = BeyondClockErrors;

        // Rows of dead silos beyond these are deleted once they are old enough, so they do not pile up. Orleans' default.
        membership.MaxDefunctSiloEntries = 25;
    }

    /// <summary>A client that learns of a new gateway only every minute, as by default, hangs for as long when its own one dies.</summary>
    public static void Tune(GatewayOptions gateways) => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(3);
}
