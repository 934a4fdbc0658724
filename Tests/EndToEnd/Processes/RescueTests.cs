using System.Diagnostics;
using System.Text.RegularExpressions;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.EndToEnd.Processes;

/// <summary>Tests jobs whose silo dies or is considered dead, on real processes and a real PostgreSQL.</summary>
[Collection("Alone")]
public sealed class RescueTests(SharedPostgres server)
{
    private const int Visits = 600;

    [Fact]
    public async Task A_job_whose_silo_was_killed_resumes_within_10_seconds()
    {
        await using var images = await ImageServer.StartAsync();
        await using var group = await StartAsync(images);
        await SubmitAsync(group, images, job: 1);
        await Eventually.TrueAsync(async () => await ResultsAsync(group) > 60, "the job is in progress");

        var victim = await group.FindAsync(1);
        await victim.KillAsync();
        var killed = Stopwatch.StartNew();

        // More than were in flight when the job's grain died: only a living grain starts others.
        var enough = await ResultsAsync(group) + 150;
        await Eventually.TrueAsync(async () => await ResultsAsync(group) >= enough, "the job moves again", TestMachine.Seconds(10));
        TestContext.Current.TestOutputHelper?.WriteLine($"The job moved again {killed.Elapsed.TotalSeconds:F1} s after the kill.");
        await EndsOnceAsync(group);
    }

    [Fact]
    public async Task A_frozen_silo_does_not_end_a_job_a_second_time()
    {
        await using var images = await ImageServer.StartAsync();
        await using var group = await StartAsync(images);
        await SubmitAsync(group, images, job: 1);
        await Eventually.TrueAsync(async () => await ResultsAsync(group) > 60, "the job is in progress");

        var still = await group.FindAsync(1);
        await still.SignalAsync("STOP");
        await EndsOnceAsync(group);

        await still.SignalAsync("CONT");
        await Eventually.TrueAsync(() => still.HasExited, "a silo that finds itself declared dead ends");
        await EndsOnceAsync(group);
        Assert.Equal(
            3,
            await group.CountAsync("SELECT version::bigint FROM orleansstorage WHERE graintypestring = 'job' AND grainidn1 = 1")
        );
    }

    private Task<SiloGroup> StartAsync(ImageServer images) =>
        SiloGroup.StartAsync(
            server,
            3,
            images.Allowed,
            "--RetailPulse:Images:Slots=8",
            "--RetailPulse:Gpu:MinSleep=00:00:00.100",
            "--RetailPulse:Gpu:MaxSleep=00:00:00.300"
        );

    private static Task<long> ResultsAsync(SiloGroup group) => group.CountAsync("SELECT count(*) FROM image_results");

    private static Task SubmitAsync(SiloGroup group, ImageServer images, long job) =>
        group
            .Grains.GetGrain<IJobGrain>(job)
            .SubmitAsync(
                new JobSubmission([
                    .. Enumerable
                        .Range(0, Visits)
                        .Select(visit => new VisitSubmission(
                            "S00339218",
                            "2026-05-04",
                            [new Uri(images.Address, $"{visit}.gif").ToString()]
                        )),
                ])
            );

    private static async Task EndsOnceAsync(SiloGroup group)
    {
        await Eventually.TrueAsync(
            async () => await group.CountAsync("SELECT count(*) FROM jobs WHERE status = 'completed'") == 1,
            "the job ends"
        );
        Assert.Equal(Visits, await ResultsAsync(group));

        // The ledger shows the end a moment before the silo reports it.
        await Eventually.TrueAsync(() => ReportedEnds(group) > 0, "the silo reports the end");
        Assert.Equal(1, ReportedEnds(group));
    }

    private static int ReportedEnds(SiloGroup group) => group.Silos.Sum(silo => Regex.Count(silo.Output, "Job 1 ended"));
}
