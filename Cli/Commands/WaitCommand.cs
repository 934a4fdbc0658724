using System.CommandLine;
using RetailPulse.Cli.Exits;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Commands;

/// <summary><c>retailpulse wait</c>.</summary>
internal static class WaitCommand
{
    public static Command Create(CommandHost host)
    {
        var ids = JobIds.Several();
        var timeout = new Option<string?>("--timeout")
        {
            Description = "Maximum time to wait, such as 90s, 15m, or 1h. Default: no limit",
            HelpName = "DURATION",
        };
        timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Duration.Parse(text) is null)
                result.AddError($"--timeout {Duration.Rule}.");
        });
        var command = new ExampleCommand(
            "wait",
            "Wait for jobs without any output, and report them by the exit code: 0 if all completed, 1 if not.",
            "retailpulse wait 17",
            "retailpulse wait 17 18 --timeout 1h && echo completed"
        )
        {
            ids,
            timeout,
        };
        host.Bind(
            command,
            (session, parse, cancellationToken) =>
                WaitAsync(
                    session,
                    [.. parse.GetValue(ids)!.Distinct()],
                    parse.GetValue(timeout) is { } text ? Duration.Parse(text) : null,
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> WaitAsync(Session session, long[] ids, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(timeout ?? System.Threading.Timeout.InfiniteTimeSpan, session.Surroundings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            var jobs = await Task.WhenAll(ids.Select(id => WaitAsync(session, id, either)));
            return jobs.All(job => job.Status == JobStatus.Completed) ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            session.Note($"To resume waiting: {Follower.ResumeWith(ids)}");
            throw;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            throw new CommandException(
                ExitCode.Timeout,
                $"Not all jobs ended within {Texts.Duration(timeout!.Value)}.",
                $"They continue. To resume waiting: {Follower.ResumeWith(ids)}"
            );
        }
    }

    /// <summary>Waits for a job. If that fails, nothing else is waited for.</summary>
    private static async Task<Job> WaitAsync(Session session, long id, CancellationTokenSource stop)
    {
        try
        {
            return await session.Client.Jobs.WaitForEndAsync(id, cancellationToken: stop.Token);
        }
        catch (RetailPulseException)
        {
            await stop.CancelAsync();
            throw;
        }
    }
}
