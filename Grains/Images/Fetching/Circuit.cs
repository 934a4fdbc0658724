namespace RetailPulse.Grains.Images.Fetching;

/// <summary>
/// What is known of one host, and who may call it. Closed: everyone, though few at once while the host has not shown that it answers. Open, after
/// failures in a row: one probe at a time, ever more seldom, until an answer closes it. Times are monotonic, counted from any fixed moment.
/// </summary>
/// <remarks>After Michael Nygard, "Release It!", 2007, Circuit Breaker.</remarks>
/// <param name="Failures">Failures in a row.</param>
/// <param name="Openings">How often it has opened since the host last answered; 0 = closed.</param>
/// <param name="ProbeAt">When an open circuit may be probed.</param>
/// <param name="Probing">A probe is under way.</param>
/// <param name="AnsweredAt">When the host last answered anything at all.</param>
internal readonly record struct Circuit(int Failures, int Openings, TimeSpan ProbeAt, bool Probing, TimeSpan? AnsweredAt)
{
    /// <summary>So many failures in a row open a circuit.</summary>
    public const int FailuresToOpen = 8;

    /// <summary>So many may call a host at once that has not answered lately: a silent one must not take the slots of all others.</summary>
    public const int Unproven = 32;

    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(15);

    public bool Open => Openings > 0;

    /// <summary>Whether one more may call the host, which <paramref name="inFlight"/> do already.</summary>
    public Admission Admit(TimeSpan now, int inFlight) => Open
        ? !Probing && now >= ProbeAt ? Admission.Probe : Admission.Wait
        : inFlight < Unproven || now - AnsweredAt < Lately ? Admission.Call : Admission.Wait;

    public Circuit Probe() => this with { Probing = true };

    /// <summary>The probe of that opening ended without a word; another may go.</summary>
    public Circuit Abandon(int opening) => opening == Openings ? this with { Probing = false } : this;

    /// <summary>The host lives, whatever it said.</summary>
    public static Circuit Answered(TimeSpan now) => new(0, 0, default, false, now);

    /// <summary>The host failed, or asked to be left alone for <paramref name="wish"/>.</summary>
    /// <param name="spread">0 to 1: probes of many silos must not come together.</param>
    public Circuit Failed(TimeSpan now, TimeSpan? wish, double spread)
    {
        // Calls that began before it opened say nothing new.
        if (Open && !Probing) return this;
        if (!Open && Failures + 1 < FailuresToOpen) return this with { Failures = Failures + 1 };
        var rest = Rest(Openings) * (0.5 + spread / 2);
        return this with { Failures = Failures + 1, Openings = Openings + 1, Probing = false, ProbeAt = now + (wish > rest ? wish.Value : rest) };
    }

    private static TimeSpan Rest(int openings) =>
        TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, FirstRest.Ticks << Math.Min(openings, 16)));
}

/// <summary>What a circuit says to a caller.</summary>
internal enum Admission
{
    /// <summary>Not now.</summary>
    Wait,

    Call,

    /// <summary>As the one that finds out whether the host is back.</summary>
    Probe,
}
