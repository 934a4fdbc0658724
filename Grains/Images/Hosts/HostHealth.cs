using System.Numerics;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>The health of one host, and the number of concurrent calls that it allows.</summary>
/// <remarks>
/// All times are monotonic, from an arbitrary start. The pace follows TCP congestion control (Jacobson, "Congestion Avoidance and Control",
/// SIGCOMM 1988): one more call per response up to the threshold, then about one more per round, and far fewer when most recent calls fail
/// or the host requests a pause.
/// </remarks>
/// <param name="MaxPace">Maximum number of concurrent calls when the host is healthy.</param>
/// <param name="Pace">Maximum number of concurrent calls now.</param>
/// <param name="Threshold">Pace above which responses raise it slowly.</param>
/// <param name="Answers">Number of responses since the slow increase began or last took effect.</param>
/// <param name="Calls">Number of recent calls, up to <see cref="Recent"/>.</param>
/// <param name="Failures">One bit per recent call, the latest lowest; set if the call failed.</param>
/// <param name="Run">Number of failed calls in a row.</param>
/// <param name="Silent">Whether none of these calls in a row got any response.</param>
/// <param name="RespondedAt">Time of the host's last response of any kind.</param>
/// <param name="AnsweredAt">Time of the host's last complete response.</param>
/// <param name="Round">Number of rounds of probes since the trouble began; 0 if the host is not troubled.</param>
/// <param name="NextAt">Earliest time of the next round of probes.</param>
/// <param name="RestUntil">End of the pause that the host requested.</param>
internal readonly record struct HostHealth(
    int MaxPace,
    int Pace,
    int Threshold,
    int Answers,
    int Calls,
    uint Failures,
    int Run,
    bool Silent,
    TimeSpan? RespondedAt,
    TimeSpan? AnsweredAt,
    int Round,
    TimeSpan NextAt,
    TimeSpan RestUntil
)
{
    /// <summary>Number of recent calls that are remembered.</summary>
    public const int Recent = 32;

    /// <summary>Number of failed calls in a row after which a host is troubled.</summary>
    public const int RunOfTrouble = 8;

    /// <summary>
    /// Maximum number of concurrent calls to a host without a recent response: a silent host must not use up what others need.
    /// </summary>
    public const int Unproven = 32;

    /// <summary>Minimum number of concurrent calls that a failing host allows, and number of probes per round.</summary>
    public const int MinPace = 8;

    private static readonly TimeSpan ProvenPeriod = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DownPeriod = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AnswerPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstProbeDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxProbeDelay = TimeSpan.FromSeconds(15);

    /// <summary>Whether all recent calls failed in a row, so that the host is only probed.</summary>
    public bool Troubled => Round > 0;

    /// <summary>Number of recent calls that failed.</summary>
    public int RecentFailures => BitOperations.PopCount(Failures);

    /// <summary>Whether the pace is below that of a healthy host.</summary>
    public bool Slowed => Pace < Math.Min(MaxPace, Unproven);

    private bool MostlyFails => RecentFailures * 2 > Calls;

    public static HostHealth New(int most) => new(most, most, most, 0, 0, 0, 0, true, null, null, 0, default, default);

    public bool Resting(TimeSpan now) => now < RestUntil;

    /// <summary>Returns the maximum number of concurrent calls, probes excluded.</summary>
    public int MaxCalls(TimeSpan now) => Proven(now) ? Pace : Math.Min(Pace, Unproven);

    /// <summary>Returns whether the host has responded within the last 3 s.</summary>
    public bool Proven(TimeSpan now) => now - RespondedAt < ProvenPeriod;

    /// <summary>
    /// Returns whether the host is troubled and no recent call got any response. A host that responds to some calls is not down.
    /// </summary>
    public bool Down(TimeSpan now) => Troubled && Silent && !(now - RespondedAt < DownPeriod);

    /// <summary>Returns the health after a call has ended.</summary>
    /// <param name="requestedRest">Rest that the host requested; used only for <see cref="CallEnd.Busy"/>.</param>
    public HostHealth Learn(CallEnd end, TimeSpan requestedRest, TimeSpan now) =>
        end switch
        {
            CallEnd.Answered => Answer(now),
            CallEnd.Broken => Fail(responded: true, now),
            CallEnd.Unreachable => Fail(responded: false, now),
            CallEnd.Busy => Rest(requestedRest, now),
            CallEnd.BusyForLong => Count(failed: true) with
            {
                RespondedAt = now,
                Run = 0,
                Silent = true,
                Round = 0,
                Pace = Math.Min(Pace, MinPace),
            },
            _ => this,
        };

    /// <summary>Begins a round of probes. Each round waits longer for the next, up to a maximum.</summary>
    /// <param name="spread">Random number from 0 to 1, so that the probes of many silos do not coincide.</param>
    public HostHealth BeginRound(TimeSpan now, double spread) =>
        Troubled ? this with { Round = Math.Min(Round + 1, 16), NextAt = now + ProbeDelay(Round) * (0.5 + spread / 2) } : this;

    /// <summary>Schedules a probe soon for an image that has not failed at this host, no matter how long the trouble has lasted.</summary>
    public HostHealth Hurry(TimeSpan now) =>
        Troubled && NextAt > now + FirstProbeDelay ? this with { NextAt = now + FirstProbeDelay } : this;

    private static TimeSpan ProbeDelay(int round) =>
        TimeSpan.FromTicks(Math.Min(MaxProbeDelay.Ticks, FirstProbeDelay.Ticks << Math.Min(round - 1, 16)));

    private HostHealth Answer(TimeSpan now)
    {
        var quick = Pace < Threshold;
        var raise = quick || Answers + 1 >= Pace;
        return Count(failed: false) with
        {
            Pace = raise ? Math.Min(MaxPace, Pace + 1) : Pace,
            Answers = raise ? 0 : Answers + 1,
            Run = 0,
            Silent = true,
            RespondedAt = now,
            AnsweredAt = now,
            Round = 0,
        };
    }

    private HostHealth Fail(bool responded, TimeSpan now)
    {
        var next = Count(failed: true) with { Run = Run + 1, Silent = Silent && !responded, RespondedAt = responded ? now : RespondedAt };

        // A few failing paths slow nothing down. If most recent calls fail, the host gets fewer and fewer calls.
        if (next.MostlyFails)
            next = next with { Pace = Math.Max(Math.Min(MinPace, MaxPace), Pace * 7 / 8) };

        // Other calls may still succeed, unless many failed in a row or the last complete response is older than a moment.
        var trouble = next.Run >= RunOfTrouble && (next.Run >= Recent || !(now - AnsweredAt < AnswerPeriod));
        return trouble && !Troubled ? next with { Round = 1, NextAt = now } : next;
    }

    /// <summary>
    /// Begins a pause. It replaces any trouble, because the host is alive; afterwards, the pace starts low and rises to half of what it
    /// was.
    /// </summary>
    private HostHealth Rest(TimeSpan requestedRest, TimeSpan now) =>
        Count(failed: true) with
        {
            // Calls that were in flight when the first one was rejected reveal nothing new.
            Threshold = Resting(now) ? Threshold : Math.Max(1, Pace / 2),
            Pace = 1,
            Answers = 0,
            Run = 0,
            Silent = true,
            RespondedAt = now,
            Round = 0,
            RestUntil = TimeSpan.FromTicks(Math.Max(RestUntil.Ticks, (now + requestedRest).Ticks)),
        };

    private HostHealth Count(bool failed) =>
        this with
        {
            Calls = Math.Min(Recent, Calls + 1),
            Failures = Failures << 1 | (failed ? 1u : 0u),
        };
}
