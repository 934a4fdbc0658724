using System.Numerics;

namespace RetailPulse.Grains.Images.Hosts;

/// <summary>
/// What is known of one host, and how many calls it may have at once. Times are monotonic, counted from any fixed moment, and never decrease.
/// </summary>
/// <remarks>
/// The pace follows TCP's congestion control (Jacobson, "Congestion Avoidance and Control", SIGCOMM 1988): a place more for every answer up to the
/// threshold, then about one more for each round, and far fewer when most recent calls fail or the host asks for rest.
/// </remarks>
/// <param name="Most">Calls that the host may have at once when it is well.</param>
/// <param name="Pace">Calls that it may have at once now.</param>
/// <param name="Threshold">The pace above which answers raise it slowly.</param>
/// <param name="Answers">Answers since the slow raise began or last took effect.</param>
/// <param name="Calls">Number of recent calls, up to <see cref="Recent"/>.</param>
/// <param name="Failures">One bit for each recent call, the latest lowest; set when the call failed.</param>
/// <param name="Run">Calls in a row that were not answered.</param>
/// <param name="Silent">Whether none of these calls got any response.</param>
/// <param name="RespondedAt">When the host last responded to any call.</param>
/// <param name="AnsweredAt">When the host last answered a call completely.</param>
/// <param name="Round">Rounds of probes since the trouble began; 0 means no trouble.</param>
/// <param name="NextAt">When the next round of probes may begin.</param>
/// <param name="RestUntil">The end of the rest that the host asked for.</param>
internal readonly record struct HostHealth(
    int Most,
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
    TimeSpan RestUntil)
{
    /// <summary>Recent calls that are remembered.</summary>
    public const int Recent = 32;

    /// <summary>Unanswered calls in a row that make a host troubled.</summary>
    public const int RunOfTrouble = 8;

    /// <summary>Calls that a host may have at once before it has responded lately: a silent host must not take what others need.</summary>
    public const int Unproven = 32;

    /// <summary>Calls that a host may have at once however often it fails, and probes of one round.</summary>
    public const int Least = 8;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Recently = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan JustNow = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>All recent calls failed in a row: the host is only probed.</summary>
    public bool Troubled => Round > 0;

    /// <summary>How many of the recent calls failed.</summary>
    public int RecentFailures => BitOperations.PopCount(Failures);

    /// <summary>The pace is below what the host had when it was well.</summary>
    public bool Slowed => Pace < Math.Min(Most, Unproven);

    private bool MostlyFails => RecentFailures * 2 > Calls;

    public static HostHealth New(int most) => new(most, most, most, 0, 0, 0, 0, true, null, null, 0, default, default);

    public bool Resting(TimeSpan now) => now < RestUntil;

    /// <summary>How many calls the host may have at once, other than probes.</summary>
    public int Places(TimeSpan now) => Proven(now) ? Pace : Math.Min(Pace, Unproven);

    /// <summary>Whether the host has responded lately.</summary>
    public bool Proven(TimeSpan now) => now - RespondedAt < Lately;

    /// <summary>Whether the host is troubled and none of its recent calls got any response. A host that responds to some of its calls is not down.</summary>
    public bool Down(TimeSpan now) => Troubled && Silent && !(now - RespondedAt < Recently);

    /// <summary>Takes what the end of a call says.</summary>
    /// <param name="wish">How long the host asked to be left alone; counts only for <see cref="CallEnd.Busy"/>.</param>
    public HostHealth Learn(CallEnd end, TimeSpan wish, TimeSpan now) => end switch
    {
        CallEnd.Answered => Answer(now),
        CallEnd.Broken => Fail(responded: true, now),
        CallEnd.Unreachable => Fail(responded: false, now),
        CallEnd.Busy => Rest(wish, now),
        CallEnd.BusyForLong => Count(failed: true) with { RespondedAt = now, Run = 0, Silent = true, Round = 0, Pace = Math.Min(Pace, Least) },
        _ => this,
    };

    /// <summary>Begins a round of probes; the next one comes later, up to a longest pause.</summary>
    /// <param name="spread">0 to 1: probes of many silos must not come together.</param>
    public HostHealth BeginRound(TimeSpan now, double spread) =>
        Troubled ? this with { Round = Math.Min(Round + 1, 16), NextAt = now + Pause(Round) * (0.5 + spread / 2) } : this;

    /// <summary>Lets an image that has not failed at this host be tried soon, however long the trouble has lasted.</summary>
    public HostHealth Hurry(TimeSpan now) => Troubled && NextAt > now + FirstPause ? this with { NextAt = now + FirstPause } : this;

    private static TimeSpan Pause(int round) => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(round - 1, 16)));

    private HostHealth Answer(TimeSpan now)
    {
        var quick = Pace < Threshold;
        var raise = quick || Answers + 1 >= Pace;
        return Count(failed: false) with
        {
            Pace = raise ? Math.Min(Most, Pace + 1) : Pace,
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

        // A few broken paths slow nobody down; a host most of whose recent calls fail gets ever fewer calls.
        if (next.MostlyFails) next = next with { Pace = Math.Max(Math.Min(Least, Most), Pace * 7 / 8) };

        // Other calls may still be answered, unless many failed or the last answer was a moment ago.
        var trouble = next.Run >= RunOfTrouble && (next.Run >= Recent || !(now - AnsweredAt < JustNow));
        return trouble && !Troubled ? next with { Round = 1, NextAt = now } : next;
    }

    /// <summary>The rest replaces any trouble: the host lives. It is then called slowly at first, and half as fast as before it asked.</summary>
    private HostHealth Rest(TimeSpan wish, TimeSpan now) => Count(failed: true) with
    {
        // The calls that were under way when the first one was refused say nothing new.
        Threshold = Resting(now) ? Threshold : Math.Max(1, Pace / 2),
        Pace = 1,
        Answers = 0,
        Run = 0,
        Silent = true,
        RespondedAt = now,
        Round = 0,
        RestUntil = TimeSpan.FromTicks(Math.Max(RestUntil.Ticks, (now + wish).Ticks)),
    };

    private HostHealth Count(bool failed) => this with { Calls = Math.Min(Recent, Calls + 1), Failures = Failures << 1 | (failed ? 1u : 0u) };
}
