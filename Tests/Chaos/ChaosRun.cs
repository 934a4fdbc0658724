using System.Collections.Concurrent;
using System.Diagnostics;
using RetailPulse.Tests.Chaos.Cluster;
using RetailPulse.Tests.Chaos.Faults;
using RetailPulse.Tests.Chaos.Judgement;
using RetailPulse.Tests.Chaos.Load;

namespace RetailPulse.Tests.Chaos;

/// <summary>One run: a cluster with its load and its faults, followed by the judgement.</summary>
internal sealed class ChaosRun(string storage, int seed, Action<string> say)
{
    /// <summary>Time after the last fault in which all acknowledged jobs must end.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(5);

    private readonly Testimony testimony = new();
    private readonly ConcurrentDictionary<string, int> struck = new();
    private readonly long started = Stopwatch.GetTimestamp();

    /// <summary>Folder of the processes' logs, deleted after a run without violations.</summary>
    private readonly string folder = Directory
        .CreateDirectory(Path.Combine(DeployFiles.Root, "artifacts", "chaos", $"{storage}-{seed}-{Environment.ProcessId}"))
        .FullName;

    public async Task<ChaosReport> RunAsync(Func<IReadOnlyList<FaultKind>, ChaosPlan> plan)
    {
        var report = await JudgeAsync(plan);
        foreach (var violation in report.Violations.Take(200))
            say($"{violation.Kind}: {violation.What}");

        // Only now, because the processes append to their logs until the cluster is gone.
        if (report.Violations.Count == 0)
            Directory.Delete(folder, recursive: true);
        return report;
    }

    private async Task<ChaosReport> JudgeAsync(Func<IReadOnlyList<FaultKind>, ChaosPlan> plan)
    {
        await using var cluster = await ChaosCluster.StartAsync(storage == "postgresql", folder);
        await using var watch = new Watch(cluster.Storage);
        using (var load = new ChaosLoad(cluster, seed, testimony))
        {
            Say("the cluster is up");
            await InjectAsync(cluster, plan(FaultKind.Of(cluster)), watch);
            await load.FinishAsync(testimony, Recovery);
        }

        var stored = await Stored.ReadAsync(cluster.Storage);
        List<Violation> violations =
        [
            .. new Checker(testimony, stored, watch.SeenEnds).Check(),
            .. await FindContradictionsAsync(cluster.Storage),
        ];
        var ended = stored.Jobs.Where(job => job.EndedAt is not null).Select(job => job.JobId).ToHashSet();
        return new ChaosReport(
            storage,
            seed,
            testimony.Jobs.Count,
            testimony.Jobs.Count(ended.Contains),
            stored.Results.Sum(job => job.Count()),
            struck,
            watch.LongestStall,
            Stopwatch.GetElapsedTime(started),
            violations
        );
    }

    /// <summary>Checks the database with the command that operators use, while the cluster runs.</summary>
    private static async Task<IEnumerable<Violation>> FindContradictionsAsync(IChaosStorage database)
    {
        var (exitCode, output) = await DatabaseChecks.RunAsync([.. database.Settings]);
        return exitCode == 0 ? [] : [new Violation(Wrong.Contradictory, output)];
    }

    private async Task InjectAsync(ChaosCluster cluster, ChaosPlan plan, Watch watch)
    {
        var begun = Stopwatch.GetTimestamp();
        var strikes = new List<Task>();
        foreach (var fault in plan.Faults)
        {
            if (fault.At - Stopwatch.GetElapsedTime(begun) is { Ticks: > 0 } wait)
                await Task.Delay(wait);
            Say(
                $"{fault.Fault.Name} ({fault.Lasting.TotalSeconds:0} s); {testimony.Jobs.Count} acknowledged, {watch.EndedJobs} ended, {cluster.Places.Sum(place => place.OwnExits)} own exits"
            );
            strikes.Add(StrikeAsync(cluster, fault));
        }

        await Task.WhenAll(strikes);
        Say("no more faults");
    }

    private async Task StrikeAsync(ChaosCluster cluster, PlannedFault fault)
    {
        if (await fault.Fault.StrikeAsync(cluster, fault.Lasting, new Random(fault.Seed)))
            struck.AddOrUpdate(fault.Fault.Name, 1, (_, times) => times + 1);
    }

    private void Say(string what) => say($"{Stopwatch.GetElapsedTime(started).TotalSeconds, 6:0.0} s {what}");
}
