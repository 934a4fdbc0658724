using System.Text;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Events;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

public sealed class TenantListenerTests
{
    private readonly TenantListener listener = new("acme", FakeEvents.Start);

    [Fact]
    public void Progress_has_only_the_figures_that_changed()
    {
        listener.Figures(7, new JobFigures(20, 4, 0));
        Assert.Contains("""data: {"job_id":7,"total":20,"measured":4,"failed":0}""", Taken());
        listener.Figures(7, new JobFigures(20, 4, 0));
        Assert.Equal("", Taken());
        listener.Figures(7, new JobFigures(20, 5, 0));
        listener.Figures(7, new JobFigures(20, 6, 0));
        var taken = Taken();
        Assert.Contains("""data: {"job_id":7,"measured":6}""", taken);
        Assert.Equal(1, taken.Split("event: job_progress").Length - 1);
    }

    [Fact]
    public void Progress_has_the_id_of_the_event_before_it()
    {
        Tell(FakeEvents.Submitted(7, commit: 3));
        listener.Figures(7, new JobFigures(20, 4, 0));
        Assert.EndsWith($"id: {EventPosition.Format(FakeEvents.Submitted(7, commit: 3).Cursor)}\n\n", Taken(), StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_does_not_follow_the_end_of_its_job()
    {
        listener.Figures(7, new JobFigures(2, 1, 0));
        Tell(FakeEvents.Ended(7, commit: 3));
        Assert.DoesNotContain("job_progress", Taken(), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_that_the_client_has_are_not_sent_again()
    {
        listener.Knows(EventCursor.OfJob(0, 4, 1));
        Tell(FakeEvents.Submitted(1, commit: 4));
        Tell(FakeEvents.Submitted(2, commit: 4));
        Assert.Contains("\"job_id\":2", Taken());
        Assert.Equal(EventCursor.OfJob(0, 4, 2), listener.Told);
    }

    [Fact]
    public void A_listener_with_too_many_waiting_events_is_closed()
    {
        for (var commit = 1; commit <= TenantListener.MaxWaiting + 1; commit++)
            Tell(FakeEvents.Submitted(1, commit));
        var (bytes, over) = listener.Take();
        Assert.True(over && listener.Overrun);
        Assert.Empty(bytes);
    }

    [Fact]
    public void Figures_of_too_many_jobs_wait_for_a_later_change()
    {
        for (var job = 0; job <= TenantListener.MaxWaiting; job++)
            listener.Figures(job, new JobFigures(1, 0, 0));
        Assert.Equal(TenantListener.MaxWaiting, listener.Take().Bytes.Count);
    }

    [Theory]
    [InlineData("0.12.7.0.0.0")]
    [InlineData("7401.913.9223372036854775807.2147483648.2147483647.2147483647")]
    public void A_position_is_read_as_it_was_written(string id) => Assert.Equal(id, EventPosition.Format(EventPosition.Parse(id)!.Value));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0.12.7.0.0")]
    [InlineData("0.12.7.0.0.0.0")]
    [InlineData("0.12.7.0.0.")]
    [InlineData("0.-1.7.0.0.0")]
    [InlineData("0.12.7.2147483649.0.0")]
    public void A_text_that_no_stream_wrote_is_no_position(string id) => Assert.Null(EventPosition.Parse(id));

    private void Tell(JobEvent happened) => listener.Event(happened, EventBytes.Of(happened));

    private string Taken() => string.Concat(listener.Take().Bytes.Select(Encoding.UTF8.GetString));
}
