using System.Collections.Concurrent;
using System.Diagnostics;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Attempts;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

/// <summary>Every case of the hostile server ends in its documented reason, in time, with little read.</summary>
public sealed class HostileServerTests(HostileServerTests.Run run) : IClassFixture<HostileServerTests.Run>
{
    [Theory]
    [MemberData(nameof(HostileCases.Paths), MemberType = typeof(HostileCases))]
    public void Every_case_ends_in_its_reason(string path) => Assert.Equal(HostileCases.Find(path).Reason, run.Of(path).Outcome.Reason);

    [Theory]
    [MemberData(nameof(HostileCases.Paths), MemberType = typeof(HostileCases))]
    public void Every_case_ends_in_time(string path) =>
        Assert.InRange(run.Of(path).Elapsed, TimeSpan.Zero, Run.Options.AttemptTimeout + TimeSpan.FromSeconds(30));

    [Theory]
    [MemberData(nameof(HostileCases.Paths), MemberType = typeof(HostileCases))]
    public void No_case_is_read_far_beyond_the_cap(string path) =>
        Assert.InRange(run.Of(path).Outcome.Bytes, 0, Run.Options.MaxBytes + 64 * 1024);

    /// <summary>However much a server has to say: what it got rid of lies in the buffers of two sockets, for the most part.</summary>
    [Theory]
    [MemberData(nameof(HostileCases.Paths), MemberType = typeof(HostileCases))]
    public void No_case_is_listened_to_for_long(string path) => Assert.InRange(run.BytesSent(path), 0, 16_000_000);

    [Theory]
    [MemberData(nameof(HostileCases.Paths), MemberType = typeof(HostileCases))]
    public void Only_what_was_measured_has_a_size(string path)
    {
        var outcome = run.Of(path).Outcome;
        Assert.Equal(outcome.Reason == ImageReason.None ? (7, 5) : (0, 0), (outcome.Width, outcome.Height));
    }

    [Theory]
    [InlineData("/length/two", false)]
    [InlineData("/length/word", false)]
    [InlineData("/length/and-coding", false)]
    [InlineData("/chunks/of-words", false)]
    [InlineData("/no-http/words", false)]
    [InlineData("/no-http/header-without-colon", false)]
    [InlineData("/huge/header", false)]
    [InlineData("/endless/headers", false)]
    [InlineData("/status/400", false)]
    [InlineData("/status/403", false)]
    [InlineData("/early/at-once", true)]
    [InlineData("/early/body", true)]
    [InlineData("/early/chunk", true)]
    [InlineData("/length/too-long", true)]
    [InlineData("/length/list/too-long", true)]
    [InlineData("/reset/body", true)]
    [InlineData("/status/408", true)]
    [InlineData("/status/425", true)]
    [InlineData("/silent/after/half", true)]
    public void What_may_pass_is_tried_again_and_what_was_refused_is_not(string path, bool again) =>
        Assert.Equal(again, RetryPolicy.IsTransient(run.AttemptOf(path)));

    [Theory]
    [InlineData("/length/twice", true)]
    [InlineData("/length/list/of-one", true)]
    [InlineData("/length/and-chunks", true)]
    [InlineData("/silent/after/image", false)]
    [InlineData("/slow/after/image", false)]
    public void A_body_that_did_not_end_has_no_hash(string path, bool whole) =>
        Assert.Equal(whole, run.Of(path).Outcome.ContentHash != default);

    /// <summary>Twenty cases at once, because most of them only wait. With more, a busy machine would look like a silent server.</summary>
    public sealed class Run : IAsyncLifetime
    {
        private const int AtOnce = 20;

        private readonly HostileServer server = HostileServer.Start();
        private readonly ConcurrentDictionary<string, (ImageAttempt Attempt, TimeSpan Elapsed)> ends = [];

        internal static ImagesOptions Options { get; } =
            new()
            {
                AttemptTimeout = TimeSpan.FromSeconds(8),
                IdleTimeout = TimeSpan.FromSeconds(4),
                MaxBytes = 200_000,
            };

        public async ValueTask InitializeAsync()
        {
            Options.AllowedNetworks = [server.AsAllowedNetwork];

            // Compiling everything while a hundred cases wait would look like the servers' silence.
            using (var first = Fetchers.Of(Options))
                await first.FetchAsync(server.At("/redirect/302"));
            await Parallel.ForEachAsync(
                HostileCases.All,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (one, stop) =>
                {
                    // No case may get a connection that another one has used.
                    using var fetcher = Fetchers.Of(Options);
                    var started = Stopwatch.GetTimestamp();
                    var attempt = await fetcher.FetchAsync(server.At(one.Path), Options, stop);
                    ends[one.Path] = (attempt, Stopwatch.GetElapsedTime(started));
                }
            );
            await server.DisposeAsync();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        internal long BytesSent(string path) => server.BytesSent(path);

        internal (ImageOutcome Outcome, TimeSpan Elapsed) Of(string path) => (ends[path].Attempt.Outcome, ends[path].Elapsed);

        internal ImageAttempt AttemptOf(string path) => ends[path].Attempt;
    }
}
