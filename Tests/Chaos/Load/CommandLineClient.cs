using System.Globalization;
using System.Text;
using RetailPulse.Cli.Exits;
using RetailPulse.Tests.Chaos.Judgement;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Chaos.Load;

/// <summary>
/// Submits one job after the other with <c>retailpulse</c>, and waits for each, as a person does. If a command gives up, it is repeated with
/// another front end.
/// </summary>
internal sealed class CommandLineClient(IReadOnlyList<Uri> frontEnds, Uri origin, JobMaker jobs, Testimony testimony)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private int turn;

    /// <summary>
    /// Runs until <paramref name="enough"/> is canceled. The last job is followed to its end unless <paramref name="giveUp"/> is canceled
    /// first.
    /// </summary>
    public async Task RunAsync(CancellationToken enough, CancellationToken giveUp)
    {
        try
        {
            while (!enough.IsCancellationRequested)
            {
                var job = jobs.Next();
                job = job with { Key = $"key-{job.Tag}" };
                testimony.Send(job);
                var id = await SubmitAsync(job, giveUp);
                testimony.Acknowledge(job.Tag, id);
                await WaitAsync(job, id, giveUp);
            }
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // The checker finds the jobs that did not end.
        }
    }

    private async Task<long> SubmitAsync(PlannedJob job, CancellationToken giveUp)
    {
        var body = Encoding.UTF8.GetString(job.Body(origin));
        while (true)
        {
            var result = await RunAsync(body, giveUp, "submit", "-", "--idempotency-key", job.Key!);
            if (result.Code == ExitCode.Done)
                return long.Parse(result.Output, CultureInfo.InvariantCulture);
            await RepeatAsync($"submit of {job.Tag}", result, giveUp);
        }
    }

    private async Task WaitAsync(PlannedJob job, long id, CancellationToken giveUp)
    {
        var expected = job.Status == "completed" ? ExitCode.Done : ExitCode.Failed;
        while (true)
        {
            var result = await RunAsync("", giveUp, "wait", id.ToString(CultureInfo.InvariantCulture));
            if (result.Code == expected)
                return;
            await RepeatAsync($"wait {id}, which must end with {expected},", result, giveUp);
        }
    }

    private async Task<CliResult> RunAsync(string input, CancellationToken giveUp, params string[] args)
    {
        using var cli = new CliRun(frontEnds[turn++ % frontEnds.Count]) { Input = input };
        var result = await cli.RunAsync(giveUp, args);
        giveUp.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>Waits before a command is repeated, which no other exit code allows.</summary>
    private Task RepeatAsync(string command, CliResult result, CancellationToken giveUp)
    {
        if (result.Code is not (ExitCode.Refused or ExitCode.Interrupted))
            testimony.Wonder($"{command} ended with {result.Code}: {result.Error}");
        return Task.Delay(Pause, giveUp);
    }
}
