using RetailPulse.Grains.Images.Fetching;

namespace RetailPulse.Tests.Images.Fetching;

public sealed class CircuitTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_host_that_nobody_knows_may_be_called_by_a_few()
    {
        Assert.Equal(Admission.Call, default(Circuit).Admit(Start, inFlight: Circuit.Unproven - 1));
        Assert.Equal(Admission.Wait, default(Circuit).Admit(Start, inFlight: Circuit.Unproven));
    }

    [Fact]
    public void A_host_that_answered_lately_may_be_called_by_everyone()
    {
        var circuit = Circuit.Answered(Start);
        Assert.Equal(Admission.Call, circuit.Admit(Start + TimeSpan.FromSeconds(2.9), inFlight: 100_000));
        Assert.Equal(Admission.Wait, circuit.Admit(Start + TimeSpan.FromSeconds(3), inFlight: 100_000));
    }

    [Fact]
    public void Failures_in_a_row_open_it()
    {
        var circuit = Fail(default, Circuit.FailuresToOpen - 1);
        Assert.False(circuit.Open);
        circuit = Fail(circuit, 1);
        Assert.True(circuit.Open);
        Assert.Equal(Admission.Wait, circuit.Admit(Start, 0));
    }

    [Fact]
    public void An_answer_between_failures_keeps_it_closed()
    {
        Assert.Equal(0, Circuit.Answered(Start).Failures);
        Assert.False(Fail(Circuit.Answered(Start), Circuit.FailuresToOpen - 1).Open);
    }

    [Fact]
    public void One_probe_goes_when_its_time_has_come()
    {
        var circuit = Fail(default, Circuit.FailuresToOpen);
        var due = circuit.ProbeAt;
        Assert.InRange(due - Start, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        Assert.Equal(Admission.Wait, circuit.Admit(due - TimeSpan.FromTicks(1), 0));
        Assert.Equal(Admission.Probe, circuit.Admit(due, 0));
        Assert.Equal(Admission.Wait, circuit.Probe().Admit(due, 0));
    }

    [Fact]
    public void An_abandoned_probe_is_followed_by_another()
    {
        var probing = Fail(default, Circuit.FailuresToOpen).Probe();
        Assert.Equal(Admission.Probe, probing.Abandon(probing.Openings).Admit(probing.ProbeAt, 0));
        Assert.Equal(Admission.Wait, probing.Abandon(probing.Openings - 1).Admit(probing.ProbeAt, 0));
    }

    [Fact]
    public void Probes_that_fail_come_ever_more_seldom()
    {
        var circuit = Fail(default, Circuit.FailuresToOpen, spread: 1);
        var rests = new List<double>();
        for (var probe = 0; probe < 6; probe++)
        {
            var now = circuit.ProbeAt;
            circuit = circuit.Probe().Failed(now, null, spread: 1);
            rests.Add((circuit.ProbeAt - now).TotalSeconds);
        }

        Assert.Equal([2, 4, 8, 15, 15, 15], rests);
    }

    [Fact]
    public void Failures_of_calls_that_began_before_it_opened_say_nothing_new()
    {
        var circuit = Fail(default, Circuit.FailuresToOpen);
        Assert.Equal(circuit, circuit.Failed(Start + TimeSpan.FromSeconds(30), null, 0));
    }

    [Fact]
    public void The_hosts_own_wish_is_kept()
    {
        var circuit = default(Circuit);
        for (var i = 0; i < Circuit.FailuresToOpen; i++) circuit = circuit.Failed(Start, TimeSpan.FromSeconds(40), 0);
        Assert.Equal(Start + TimeSpan.FromSeconds(40), circuit.ProbeAt);
    }

    private static Circuit Fail(Circuit circuit, int times, double spread = 0)
    {
        for (var i = 0; i < times; i++) circuit = circuit.Failed(Start, null, spread);
        return circuit;
    }
}
