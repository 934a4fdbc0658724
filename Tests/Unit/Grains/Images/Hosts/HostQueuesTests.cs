using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Hosts;
using RetailPulse.Hosts;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Hosts;

public sealed class HostQueuesTests : IDisposable
{
    private static readonly Uri Url = new("http://photos.example/1.jpg");
    private static readonly ImageAttempt Good = Attempt(ImageReason.None);
    private static readonly ImageAttempt Dead = Attempt(ImageReason.Connect);

    private readonly FakeTimeProvider time = new();
    private readonly ImagesOptions options = new() { MaxConnectionsPerHost = 64 };
    private readonly HostQueues queues;

    public HostQueuesTests() =>
        queues = new(Options.Create(options), new RandomSource(new Random(1)), Unheard.Hosts, time, NullLogger<HostQueues>.Instance);

    public void Dispose() => queues.Dispose();

    [Fact]
    public void Http_and_https_and_every_port_of_a_host_are_servers_of_their_own()
    {
        foreach (var url in (string[])["http://a.example/", "https://a.example/", "http://a.example:8080/", "http://A.example:80/x"])
            Enter(new Uri(url)).Dispose();
        Assert.Equal(
            ["http://a.example", "http://a.example:8080", "https://a.example"],
            queues.Read().Select(host => host.Origin).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_host_that_has_not_responded_gets_32_calls_and_all_its_connections_once_it_has()
    {
        var places = Enumerable.Range(0, 100).Select(_ => Enter()).ToList();
        Assert.Equal(32, places.Count(place => place.Held));
        places[0].End(Good);
        Assert.Equal(64, places.Count(place => place.Held));
    }

    [Fact]
    public void The_places_of_images_that_are_cancelled_are_free_again()
    {
        Fail(8);
        using var stop = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 300).Select(_ => Enter(stop: stop.Token)).ToList();
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains(waiting, place => place.Held);
        stop.Cancel();
        foreach (var place in waiting)
            place.Dispose();
        Assert.Equal((0, 0), Counts());

        // Probes that were granted to the canceled images are granted again.
        var next = Enter();
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(next.Held);
        next.End(Good);
        Assert.True(Enter().Held);
    }

    [Fact]
    public void A_place_is_given_back_once_however_often_it_is_disposed()
    {
        var places = Enumerable.Range(0, 40).Select(_ => Enter()).ToList();
        for (var again = 0; again < 3; again++)
            places[0].Dispose();
        places[0].End(Dead);
        Assert.Equal((32, 7), Counts());
    }

    [Fact]
    public async Task Images_of_a_dead_host_are_turned_away_when_their_patience_is_over()
    {
        Fail(8);
        var places = Enumerable.Range(0, 1_000).Select(_ => Enter()).ToList();
        for (var second = 0; second < 90; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            foreach (var place in places.Where(place => place.Held).ToList())
            {
                place.End(Dead);
                places.Remove(place);
            }

            if (second == 50)
                Assert.DoesNotContain(places, place => place.Task.IsCompleted);
        }

        Assert.NotEmpty(places);
        Assert.All(await Task.WhenAll(places.Select(place => place.Task)), Assert.False);
    }

    [Fact]
    public void Good_images_after_a_line_of_hanging_ones_are_probed_first_and_end_the_trouble()
    {
        Fail(8);
        var hanging = Enumerable.Range(0, 200).Select(_ => Enter(failedHere: true)).ToList();
        var good = Enumerable.Range(0, 50).Select(_ => Enter()).ToList();
        time.Advance(TimeSpan.FromSeconds(3));
        var probe = good.First(place => place.Held);
        Assert.True(probe.Probe);
        probe.End(Good);
        for (var call = 0; call < 50 && good.FirstOrDefault(place => place.Held) is { } next; call++)
            next.End(Good);
        Assert.All(good, place => Assert.True(place.Task.IsCompleted));
        Assert.Contains(hanging, place => !place.Held);
    }

    [Fact]
    public async Task While_a_host_responds_no_image_is_turned_away_without_a_call()
    {
        var places = Enumerable.Range(0, 400).Select(_ => Enter()).ToList();
        for (var tick = 0; tick < 1_000 && places.Count > 0; tick++)
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            foreach (var place in places.Where(place => place.Task.IsCompleted).ToList())
            {
                Assert.True(await place.Task);
                place.End(Attempt(ImageReason.Http5xx));
                places.Remove(place);
            }
        }

        Assert.Empty(places);
    }

    [Fact]
    public void A_requested_rest_costs_no_patience()
    {
        Enter().End(Attempt(ImageReason.Http429, TimeSpan.FromMinutes(10)));
        var place = Enter();
        time.Advance(TimeSpan.FromMinutes(9.9));
        Assert.False(place.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(place.Held);
    }

    [Fact]
    public void An_image_that_can_wait_no_longer_calls_a_resting_host_and_takes_the_response()
    {
        Enter().End(Attempt(ImageReason.Http429, TimeSpan.FromMinutes(30)));
        var place = Enter(requested: TimeSpan.FromMinutes(5));
        time.Advance(TimeSpan.FromMinutes(4.9));
        Assert.False(place.Held);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(place.Held);
    }

    [Fact]
    public void A_host_is_forgotten_30_seconds_after_its_last_request()
    {
        Fail(8);
        Assert.Equal(HostState.Down, queues.Read().Single().State);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(queues.Read());
        Assert.True(Enter().Held);
    }

    [Fact]
    public void Places_are_shared_by_tenants_and_then_by_jobs()
    {
        var first = Enumerable.Range(0, 32).Select(_ => Enter(owner: new Owner("big", 1))).ToList();
        var big = Enumerable.Range(0, 100).Select(_ => Enter(owner: new Owner("big", 2))).ToList();
        var small = Enumerable.Range(0, 16).Select(_ => Enter(owner: new Owner("small", 3))).ToList();
        foreach (var place in first)
            place.Dispose();
        Assert.All(small, place => Assert.True(place.Held));
        Assert.Equal(16, big.Count(place => place.Held));
    }

    private static ImageAttempt Attempt(ImageReason reason, TimeSpan? retryAfter = null) =>
        new(new ImageOutcome(reason, null, 0, 0, 0, TimeSpan.Zero), retryAfter);

    private (int InFlight, int Waiting) Counts() => queues.Read().Single() is var host ? (host.InFlight, host.Waiting) : default;

    private HostQueueEntry Enter(
        Uri? url = null,
        Owner? owner = null,
        bool failedHere = false,
        TimeSpan? requested = null,
        CancellationToken stop = default
    )
    {
        var waits = new HostWaits(options) { FailedAt = failedHere ? HostQueues.OriginOf(Url) : null };
        if (requested is { } most)
            waits.Rest = most;
        return queues.Enqueue(url ?? Url, owner ?? new Owner("tenant", 1), waits, stop);
    }

    private void Fail(int times)
    {
        foreach (var place in Enumerable.Range(0, times).Select(_ => Enter()).ToList())
            place.End(Dead);
    }
}
